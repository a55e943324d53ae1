// postal-mime's reading of the mails given on standard input: one line of hexadecimal digits a mail, one line of
// JSON a reading, null where it fails. `foreign_witnesses` starts it with the path of the unpacked package.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

const { default: PostalMime } = await import(process.argv[2]);

// Groups have members instead of an address of their own.
const flat = (list) => (list || []).flatMap((one) => one.group || [one]);
const bytes = (content) => Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content);
// How the lines of a text end, and with how many, is a matter of taste.
const folded = (content) => Buffer.from(bytes(content).toString('latin1').replaceAll('\r\n', '\n').replace(/\n+$/, ''), 'latin1');
const digest = (content) => createHash('sha256').update(folded(content)).digest('hex');

const read = async (raw) => {
  const mail = await PostalMime.parse(raw);
  const [sender] = flat(mail.from ? [mail.from] : []);
  return {
    from_email: sender?.address,
    from_name: sender?.name,
    to: flat(mail.to).map((one) => one.address),
    cc: flat(mail.cc).map((one) => one.address),
    subject: mail.subject,
    date: mail.date,
    message_id: mail.messageId,
    in_reply_to: mail.inReplyTo,
    references: mail.references,
    text: mail.text,
    html: mail.html,
    files: mail.attachments.map((one) => [one.filename, one.mimeType, digest(one.content)]),
  };
};

for await (const line of createInterface({ input: process.stdin })) {
  const reading = await read(Buffer.from(line, 'hex')).catch(() => null);
  console.log(JSON.stringify(reading));
}
