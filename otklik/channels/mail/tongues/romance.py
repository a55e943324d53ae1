"""What mail programs write in Romance languages."""

from otklik.channels.mail.tongues.tongue import Tongue

FRENCH = Tongue(
    wrote="écrit",
    sent="envoyé le|date d'envoi|message du",
    to="à|a",
    cc="copie|copie à",
    subject="sujet",
    original="message original|courriel original",
    forwarded="message transmis|courriel transféré|message réexpédié",
    forwarded_plain="début du message (?:transféré|réexpédié)",
    sent_from=r"envoyé (?:depuis|à partir d[e’']|via|avec|par) ?.{2,60}|provenance : .{2,40}"
    r"|(?:télécharge[rz]|obtene[rz]|obtenir) outlook\b.{0,60}",
    sign_offs="bien cordialement|très cordialement|bien à vous|salutations distinguées|sincères salutations"
    "|meilleures salutations",
    replies="rép|ré",
)
SPANISH = Tongue(
    months="ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic",
    weekdays="lun|mar|mié|jue|vie|sáb|dom|lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    wrote="escribió|escribiste",
    sent="enviado el|fecha de envío",
    subject="asunto",
    forwarded="mensaje reenviado|correo reenviado",
    forwarded_plain="inicio del mensaje reenviado",
    sent_from=r"enviado desde .{2,60}|(?:obtener|obtén|descargar|descarga) outlook\b.{0,60}",
    sign_offs="un saludo|un cordial saludo|saludos cordiales|cordiales saludos|atentamente|atte"
    "|muy atentamente",
)
PORTUGUESE = Tongue(
    months="jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez",
    weekdays="seg|ter|qua|qui|sex|sáb|dom|segunda|terça|quarta|quinta|sexta|sábado|domingo",
    leads="a|no dia",
    wrote="escreveu",
    sent="enviada em|enviado em|enviada|data de envio",
    subject="assunto",
    original="mensagem original",
    forwarded="mensagem encaminhada|mensagem reencaminhada",
    forwarded_plain="início da mensagem (?:re)?encaminhada",
    sent_from=r"enviad[oa] (?:do|pelo|via|a partir d[oe]|através d[oe]) .{2,60}"
    r"|(?:obter|obtenha|baixe|transfira) o outlook\b.{0,60}",
    sign_offs="atenciosamente|cumprimentos|melhores cumprimentos|com os melhores cumprimentos"
    "|cordialmente|att",
    replies="res",
    forwards="enc",
)
ITALIAN = Tongue(
    leads="il giorno",
    wrote="ha scritto|scrive",
    sent="inviato il|data invio",
    subject="oggetto",
    forwarded="messaggio inoltrato|messaggio forwardato",
    forwarded_plain="inizio messaggio inoltrato",
    sent_from=r"inviato (?:da|dal|con|tramite) .{2,60}|(?:scarica|ottieni) outlook\b.{0,60}",
    sign_offs="cordiali saluti|distinti saluti|un cordiale saluto|cordialmente|in fede",
    replies="r",
    forwards="i",
)

TONGUES = (FRENCH, SPANISH, PORTUGUESE, ITALIAN)
