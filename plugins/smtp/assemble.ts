import { encode as encodeBase64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as encodeQuoted, wrap as wrapQuoted } from 'nodemailer/lib/qp';

const encoded = (node: MimeNode): string => {
  const content = typeof node.content === 'string' || Buffer.isBuffer(node.content) ? node.content : '';
  const encoding = node.getTransferEncoding();
  if (encoding === 'quoted-printable') return wrapQuoted(encodeQuoted(content));
  return encoding === 'base64' ? wrapBase64(encodeBase64(content)) : content.toString();
};

const part = (node: MimeNode): string => {
  // Building the headers also chooses the boundary.
  const headers = `${node.buildHeaders()}\r\n\r\n`;
  if (node.childNodes.length === 0) return headers + encoded(node);
  const children = node.childNodes.map((child) => `--${node.boundary}\r\n${part(child)}`).join('\r\n');
  return `${headers}${children}\r\n--${node.boundary}--\r\n`;
};

/**
 * The bytes of a mail whose parts are texts, or files at hand: what nodemailer makes by a chain of some twenty streams per
 * mail, at about half the processor time of a whole send. A test holds the two equal.
 */
export const assemble = (node: MimeNode): Buffer => {
  const text = part(node);
  return Buffer.from(text.replace(/\r?\n?$/, (end) => (end.endsWith('\n') ? end : '\r\n')));
};
