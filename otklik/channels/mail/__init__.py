"""Mail: raw bytes in, raw bytes out.

Reading is pure and layered, lowest first:
`bounds`, `charsets`, `headers`, `addresses`, `transfer`, `mime`: bytes to parts;
`lines`, `vocabulary`, `markers`, `signatures`, `quotes`: lines to what is new;
`htmltree`, `htmlmarks`, `htmltext`, `htmlclean`: HTML to lines and to safe HTML;
`sections`, `bodies`, `bounces`, `automatic`, `parse`: parts to an `InboundMail`;
`wire`, `frames`, `reader`, `child`: the same in a bounded child process; `cli_parse`: the command.
None of these imports Django.
"""
