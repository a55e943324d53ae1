"""Addresses of administration."""

from __future__ import annotations

from django.urls import URLPattern, path

from otklik.settings_ui import (
    agents,
    audit,
    blocked,
    brand_logo,
    calendar_trials,
    calendars,
    clients,
    contracts,
    dkim,
    edited,
    field_options,
    general,
    imports,
    index,
    ledger,
    letters,
    listed,
    mail_hook,
    mailboxes,
    outbox,
    outbox_acts,
    outbox_letters,
    own_macros,
    places,
    portal_levels,
    providers,
    queue,
    rule_versions,
    rules,
    status_moves,
    taking_back,
    trials,
)
from otklik.settings_ui.section import Section
from otklik.settings_ui.sections import SECTIONS
from otklik.settings_ui.welcome import colleagues, mailbox, person, proof


def _of(section: Section) -> list[URLPattern]:
    """The pages of a list of declared things."""
    start, routes = f"settings/{section.key}", section.routes
    hidden = agents.leave_or_return if section.key == "agents" else edited.hidden_action(section)
    listing = rules.list_page(section) if section.table else listed.list_page(section)
    return [
        *(_of_rules(section) if section.table else ()),
        path(start, listing, name=routes["list"]),
        path(f"{start}/new", edited.new_page(section), name=routes["new"]),
        path(f"{start}/order", listed.order_action(section), name=routes["order"]),
        path(f"{start}/<uuid:uid>", edited.edit_page(section), name=routes["edit"]),
        path(f"{start}/<uuid:uid>/hidden", hidden, name=routes["hidden"]),
    ]


def _of_rules(section: Section) -> list[URLPattern]:
    """What the rules of a table have besides."""
    one = f"settings/{section.key}/<uuid:uid>"
    return [
        path(f"{one}/enabled", rules.switch_action(section), name=section.routes["enabled"]),
        path(f"{one}/copy", rules.copy_action(section), name=section.routes["copy"]),
    ]


urlpatterns = [
    path("welcome", person.person, name="welcome"),
    path("settings/welcome/mailbox", mailbox.mailbox, name="welcome-mailbox"),
    path("settings/welcome/colleagues", colleagues.colleagues, name="welcome-colleagues"),
    path("settings/welcome/proof", proof.proof, name="welcome-proof"),
    path("settings/", index.index, name="settings"),
    path("settings/rules", rules.every_table, name="settings-rules"),
    *(pattern for section in SECTIONS for pattern in _of(section)),
    path("settings/statuses/moves", status_moves.moves, name="settings-status-moves"),
    path("settings/statuses/<uuid:uid>/retiring", status_moves.retiring, name="settings-status-retiring"),
    path("settings/agents/<uuid:uid>/invitation", agents.invitation, name="settings-agents-invitation"),
    path("settings/brands/<uuid:uid>/logo", brand_logo.brand_logo, name="settings-brands-logo"),
    path("settings/custom-fields/<uuid:uid>/options", field_options.add, name="settings-field-options"),
    path(
        "settings/custom-fields/<uuid:uid>/options/order", field_options.order, name="settings-options-order"
    ),
    path("settings/custom-fields/options/<uuid:uid>", field_options.change, name="settings-field-option"),
    path("settings/own-macros/new", own_macros.new, name="settings-own-macro-new"),
    path("settings/own-macros/<uuid:uid>", own_macros.macro, name="settings-own-macro"),
    path("settings/own-macros/<uuid:uid>/hidden", own_macros.removal, name="settings-own-macro-removal"),
    path("settings/companies/new", clients.company, name="settings-company-new"),
    path("settings/companies/<uuid:uid>", clients.company, name="settings-company"),
    path("settings/companies/<uuid:uid>/hidden", clients.company_hidden, name="settings-company-hidden"),
    path("settings/contacts/new", clients.contact, name="settings-contact-new"),
    path("settings/contacts/<uuid:uid>", clients.contact, name="settings-contact"),
    path("settings/contacts/<uuid:uid>/hidden", clients.contact_hidden, name="settings-contact-hidden"),
    path("settings/contacts/<uuid:uid>/levels", portal_levels.levels, name="settings-contact-levels"),
    path(
        "settings/companies/<uuid:uid>/supervised",
        portal_levels.supervised,
        name="settings-company-supervised",
    ),
    path("settings/contacts/<uuid:uid>/portal", clients.portal_access, name="settings-contact-portal"),
    path("settings/contracts/new", contracts.contract, name="settings-contract-new"),
    path("settings/contracts/<uuid:uid>", contracts.contract, name="settings-contract"),
    path("settings/contracts/<uuid:uid>/hidden", contracts.contract_hidden, name="settings-contract-hidden"),
    path("settings/sites/new", places.site, name="settings-site-new"),
    path("settings/sites/<uuid:uid>", places.site, name="settings-site"),
    path("settings/sites/<uuid:uid>/hidden", places.site_hidden, name="settings-site-hidden"),
    path("settings/assets/new", places.asset, name="settings-asset-new"),
    path("settings/assets/<uuid:uid>", places.asset, name="settings-asset"),
    path("settings/assets/<uuid:uid>/hidden", places.asset_hidden, name="settings-asset-hidden"),
    path("settings/calendars", calendars.calendars_list, name="settings-calendars"),
    path("settings/calendars/new", calendars.calendar, name="settings-calendar-new"),
    path("settings/calendars/<slug:code>", calendars.calendar, name="settings-calendar"),
    path("settings/calendar-trials", calendar_trials.trial, name="settings-calendar-trial"),
    path(
        "settings/calendar-trials/<uuid:uid>",
        calendar_trials.progress,
        name="settings-calendar-trial-progress",
    ),
    path(
        "settings/calendar-trials/<uuid:uid>/stop", calendar_trials.stop, name="settings-calendar-trial-stop"
    ),
    path("settings/imports", imports.imports, name="settings-imports"),
    path("settings/imports/samples/<slug:kind>.<slug:form>", imports.sample, name="settings-import-sample"),
    path("settings/imports/<uuid:uid>", imports.one_import, name="settings-import"),
    path("settings/imports/<uuid:uid>/progress", imports.progress, name="settings-import-progress"),
    path("settings/imports/<uuid:uid>/bad", imports.bad_rows, name="settings-import-bad"),
    path("settings/general", general.general, name="settings-general"),
    path("settings/mailboxes", mailboxes.mailboxes, name="settings-mailboxes"),
    path("settings/mailboxes/new", mailboxes.mailbox, name="settings-mailbox-new"),
    path("settings/mailboxes/<uuid:uid>", mailboxes.mailbox, name="settings-mailbox"),
    path("settings/mailboxes/<uuid:uid>/use", mailboxes.mailbox_use, name="settings-mailbox-use"),
    path("settings/mailboxes/<uuid:uid>/http", mail_hook.mail_hook, name="settings-mail-hook"),
    path(
        "settings/mailboxes/<uuid:uid>/http/address",
        mail_hook.mail_hook_address,
        name="settings-mail-hook-address",
    ),
    path("settings/letters", letters.letters, name="settings-letters"),
    path("settings/letters/<slug:kind>", letters.letter_text, name="settings-letter-text"),
    path("settings/letters/<slug:kind>/preview", letters.letter_preview, name="settings-letter-preview"),
    path("settings/rules/<slug:table>/trial", trials.trial, name="settings-trial"),
    path("settings/rules/trials/<uuid:uid>", trials.progress, name="settings-trial-progress"),
    path("settings/rules/trials/<uuid:uid>/stop", trials.stop, name="settings-trial-stop"),
    path(
        "settings/rules/<slug:table>/<uuid:uid>/versions",
        rule_versions.versions,
        name="settings-rule-versions",
    ),
    path(
        "settings/rules/<slug:table>/<uuid:uid>/versions/<int:number>/restoring",
        rule_versions.restore,
        name="settings-rule-restoring",
    ),
    path(
        "settings/rules/<slug:table>/<uuid:uid>/taking-back",
        taking_back.taking_back,
        name="settings-taking-back",
    ),
    path("settings/audit", audit.audit, name="settings-audit"),
    path("settings/audit/<int:event>/revert", audit.revert, name="settings-revert"),
    path("settings/mail/signing", dkim.keys, name="settings-dkim"),
    path("settings/mail/signing/new", dkim.new_key, name="settings-dkim-new"),
    path("settings/mail/signing/<uuid:uid>", dkim.key, name="settings-dkim-key"),
    path("settings/mail/signing/<uuid:uid>/check", dkim.check, name="settings-dkim-check"),
    path("settings/mail/signing/<uuid:uid>/use", dkim.use, name="settings-dkim-use"),
    path("settings/mail/signing/<uuid:uid>/removal", dkim.removal, name="settings-dkim-removal"),
    path("settings/mail/providers", providers.providers, name="settings-providers"),
    path("settings/mail/providers/new", providers.provider, name="settings-provider-new"),
    path("settings/mail/providers/<uuid:uid>", providers.provider, name="settings-provider"),
    path(
        "settings/mail/providers/<uuid:uid>/removal",
        providers.provider_removal,
        name="settings-provider-removal",
    ),
    path(
        "settings/mailboxes/<uuid:uid>/sign-in/<uuid:client>",
        providers.sign_in,
        name="settings-mailbox-sign-in",
    ),
    path("settings/mail/sign-in", providers.signed_in, name="settings-provider-return"),
    path("settings/mail/ledger", ledger.ledger, name="settings-ledger"),
    path("settings/mail/ledger/<uuid:uid>", ledger.line, name="settings-ledger-line"),
    path("settings/mail/ledger/<uuid:uid>/file", ledger.line_file, name="settings-ledger-file"),
    path("settings/mail/ledger/<uuid:uid>/again", ledger.again, name="settings-ledger-again"),
    path("settings/mail/ledger/<uuid:uid>/ticket", ledger.ticket, name="settings-ledger-ticket"),
    path("settings/mail/ledger/<uuid:uid>/attachment", ledger.attachment, name="settings-ledger-attachment"),
    path("settings/mail/ledger/<uuid:uid>/removal", ledger.removal, name="settings-ledger-removal"),
    path("settings/mail/ledger/<uuid:uid>/sender", blocked.line_sender, name="settings-ledger-sender"),
    path("settings/mail/blocked", blocked.blocked, name="settings-blocked"),
    path(
        "settings/mail/blocked/<uuid:uid>/removal", blocked.blocked_removal, name="settings-blocked-removal"
    ),
    path("settings/mail/outbox", outbox.outbox, name="settings-outbox"),
    path("settings/mail/outbox/held", outbox_acts.all_held, name="settings-outbox-held"),
    path("settings/mail/alarm", outbox_acts.seen, name="settings-alarm"),
    path("settings/mail/outbox/other", outbox_letters.other, name="settings-outbox-other"),
    path("settings/mail/outbox/other/held", outbox_letters.other_held, name="settings-outbox-other-held"),
    path(
        "settings/mail/outbox/other/<uuid:uid>/again",
        outbox_letters.other_again,
        name="settings-outbox-other-again",
    ),
    path("settings/mail/outbox/<uuid:uid>/again", outbox_acts.again, name="settings-letter-again"),
    path("settings/mail/outbox/<uuid:uid>/drop", outbox_acts.dropped, name="settings-letter-drop"),
    path("settings/mail/outbox/<uuid:uid>", outbox.letter, name="settings-letter"),
    path("settings/mail/outbox/<uuid:uid>/html", outbox.letter_html, name="settings-letter-html"),
    path("settings/queue", queue.queue, name="settings-queue"),
    path("settings/queue/<int:job>/rerun", queue.rerun, name="settings-job-rerun"),
    path("settings/queue/<int:job>/drop", queue.drop, name="settings-job-drop"),
]
