const prefix =
  /^(?:re|rv|fw|fwd|aw|wg|sv|vs|tr|ref|resp|res|rif|r|i|enc|antw|doorst|odp|ynt|回复|答复|转发)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]\s*/iu;
const prefixesMax = 20;
const keyMax = 200;

/** The subject without the prefixes of replies and forwarded mails. */
export const plainSubject = (subject: string): string => {
  let rest = subject.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  for (let count = 0; count < prefixesMax && prefix.test(rest); count += 1) rest = rest.replace(prefix, '');
  return rest.trim();
};

/** What two subjects of one matter share: case, blanks and the prefixes of replies do not count. */
export const subjectKey = (subject: string): string => plainSubject(subject).toLowerCase().slice(0, keyMax);

/** The subject of an answer. */
export const replySubject = (subject: string): string => {
  const plain = plainSubject(subject);
  return plain === '' ? 'Re:' : `Re: ${plain}`.slice(0, 900);
};
