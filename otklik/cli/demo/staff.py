"""Who works at the demo's service centre: five teams, twenty people."""

from __future__ import annotations

from dataclasses import dataclass

from otklik.core.translated import Translated, translated

DOMAIN = "demo.test"
PASSWORD = "demo-otklik"  # printed by `make run`; refused outside this machine (people.demo)


@dataclass(frozen=True)
class TeamCast:
    """A team; `code` is what conversations call it."""

    code: str
    name: Translated
    purpose: Translated
    is_dispatch: bool = False


@dataclass(frozen=True)
class AgentCast:
    """An employee; with `signs_in` one of the logins of the demo. `lead`: of their team."""

    mailbox: str
    name: str
    female: bool
    team: str
    position: str
    role: str = "specialist"
    lead: bool = False
    signs_in: bool = False

    @property
    def login(self) -> str:
        """Login and mail address in one."""
        return f"{self.mailbox}@{DOMAIN}"


TEAMS = (
    TeamCast(
        "dispatch",
        translated(ru="Первая линия", en="First line"),
        translated(ru="Принимает обращения и передаёт специалистам", en="Takes requests and hands them on"),
        is_dispatch=True,
    ),
    TeamCast(
        "it",
        translated(ru="ИТ-поддержка", en="IT support"),
        translated(ru="Рабочие места, сеть, 1С, кассы", en="Workplaces, network, 1C, tills"),
    ),
    TeamCast(
        "hr",
        translated(ru="Кадры", en="Human resources"),
        translated(ru="Справки, отпуска, приём и переводы", en="Certificates, leave, hiring and transfers"),
    ),
    TeamCast(
        "accounting",
        translated(ru="Бухгалтерия", en="Accounting"),
        translated(ru="Документы, расчёты, закрытие периода", en="Documents, settlements, closing periods"),
    ),
    TeamCast(
        "field",
        translated(ru="Выездные инженеры", en="Field engineers"),
        translated(ru="Работы на объектах клиентов", en="Work at clients' sites"),
    ),
)

AGENTS = (
    AgentCast("admin", "Анна Власова", True, "", "Администратор системы", "administrator", signs_in=True),
    AgentCast("lead", "Михаил Соколов", False, "it", "Руководитель ИТ-поддержки", "lead", True, True),
    AgentCast("agent", "Елена Белова", True, "it", "Специалист поддержки", signs_in=True),
    AgentCast("agent2", "Дмитрий Карпов", False, "it", "Сетевой инженер", signs_in=True),
    AgentCast("o.shilova", "Оксана Шилова", True, "it", "Инженер торгового оборудования"),
    AgentCast("a.nosov", "Артём Носов", False, "it", "Специалист поддержки"),
    AgentCast("i.lebedev", "Игорь Лебедев", False, "it", "Программист 1С"),
    AgentCast("dispatcher", "Наталья Громова", True, "dispatch", "Диспетчер", "dispatcher", signs_in=True),
    AgentCast("s.orehova", "Светлана Орехова", True, "dispatch", "Старший диспетчер", "dispatcher", True),
    AgentCast("k.zaytsev", "Кирилл Зайцев", False, "dispatch", "Диспетчер", "dispatcher"),
    AgentCast("m.fomina", "Марина Фомина", True, "hr", "Начальник отдела кадров", "lead", True),
    AgentCast("hr", "Юлия Рябова", True, "hr", "Специалист по кадрам", signs_in=True),
    AgentCast("a.titov", "Алексей Титов", False, "hr", "Специалист по кадрам"),
    AgentCast("t.ershova", "Татьяна Ершова", True, "accounting", "Главный бухгалтер центра", "lead", True),
    AgentCast("o.danilova", "Ольга Данилова", True, "accounting", "Бухгалтер по расчётам"),
    AgentCast("p.krylov", "Павел Крылов", False, "accounting", "Бухгалтер по зарплате"),
    AgentCast("r.gafurov", "Рустам Гафуров", False, "field", "Старший выездной инженер", "lead", True),
    AgentCast("a.vlasenko", "Андрей Власенко", False, "field", "Выездной инженер"),
    AgentCast("s.lapin", "Сергей Лапин", False, "field", "Выездной инженер"),
    AgentCast("d.kotov", "Денис Котов", False, "field", "Монтажник"),
)
