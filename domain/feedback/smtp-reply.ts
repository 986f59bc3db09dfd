/**
 * What the other side says about an address when a mail does not arrive.
 *
 * - `hard`: the mailbox does not exist or is closed for good; only this suppresses an address.
 * - `policy`: it is about the sender, the message or a rule of the receiver; the address may be well.
 * - `soft`: for now (full, busy, greylisted), or it does not say.
 */
export type BounceKind = 'hard' | 'soft' | 'policy';

/** Addresses, URLs, host names and IP addresses: a word within a name is no statement. */
const withoutNames = (text: string): string =>
  text
    .replaceAll(/\bhttps?:\/\/\S+/gi, ' ')
    .replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, ' ')
    .replaceAll(/\b[\w-]+(?:\.[\w-]+)+\b/g, ' ');

/** The enhanced status code of RFC 3463 as `class.subject.detail`; an IP address is none. */
const enhancedIn = (text: string): string | undefined =>
  /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/.exec(text)?.[1];

/** Said of us, whatever the code beside it says: lists, reputation, authentication, relaying, rates, the sender. */
const aboutUs =
  /\b(?:black ?list\w*|block ?list\w*|deny ?list\w*|dnsbl|rbl|surbl|uribl|spamhaus|spamcop|spam|junk ?mail|reputation|spf|dkim|dmarc|unauthenticated|authenticat\w+|relay\w*|sender|client host|your (?:account|domain|ip|server|host)|blocked (?:using|by|because|due)|rate|too many|throttl\w+|reverse dns|rdns|ptr|helo|ehlo|unsolicited)\b/i;

/** Said of a rule of the receiver or of the message; too vague to overrule a code that names the mailbox. */
const aboutRules =
  /\b(?:block(?:ed|ing)|banned|polic(?:y|ies)|content|virus|malware|phish\w*|not permitted|not allowed|prohibit\w*|denied|limits?|tls|bulk|abuse|spoof\w*|listed)\b/i;

const forNow =
  /\b(?:full|quota|storage|insufficient|temporar\w*|try (?:again|later)|later|deferr\w*|busy|timed? ?out|gr[ae]y ?list\w*)\b/i;

/** Sentences that can only mean that there is no such mailbox, or none any more. */
const deadTexts: readonly RegExp[] = [
  /\bunknown (?:user|recipient|mailbox|addressee|account|local[ -]?part|e-?mail address)\b/i,
  /\b(?:user|recipient|mailbox|addressee|account|e-?mail address)(?: is| was)? (?:unknown|not found|invalid)\b/i,
  /\b(?:no such|not an? (?:valid|known|existing)) (?:user|recipient|mailbox|addressee|account|person|customer|e-?mail|address)/i,
  /\binvalid (?:user|recipient|mailbox|addressee|e-?mail address)\b/i,
  /\b(?:user|recipient|mailbox|addressee|account|address)\b[^.;]{0,60}(?:do(?:es)? ?n[o']t exist|not exist|no longer (?:exists?|valid|in use|active))/i,
  /\bdo(?:es)?(?: not|n't) have an?\s+(?:\S+ )?account\b/i,
  /\bno (?:mailbox|user|account) (?:here|by that name|with that name|of that name)\b/i,
  /\bthis (?:mailbox|account) (?:is|has been) (?:disabled|closed|deactivated|deleted)\b/i,
  /\b(?:mailbox|account)\b[^.;]{0,40}\b(?:is|has been|was) (?:disabled|closed|deactivated|deleted)\b/i,
  /\bnot our customer\b/i,
];

/** Details of RFC 3463 and 7505 that name the mailbox or its domain as dead. */
const deadCodes: ReadonlySet<string> = new Set(['1.1', '1.2', '1.3', '1.6', '1.10', '2.1']);
/** Codes that say nothing by themselves; the words beside them decide. */
const vagueCode = /^(?:0\.0|1\.0|1\.4|5\.0)$/;
/** Exchange Online says so for recipients its directory does not have. */
const directoryBlock = /recipient address rejected:? access denied/i;

const byText = (text: string): BounceKind | undefined => {
  if (aboutUs.test(text)) return 'policy';
  if (forNow.test(text)) return 'soft';
  if (aboutRules.test(text)) return 'policy';
  return deadTexts.some((pattern) => pattern.test(text)) ? 'hard' : undefined;
};

const byCode = (detail: string, text: string): BounceKind | undefined => {
  if (aboutUs.test(text)) return 'policy';
  if (detail === '4.1' && directoryBlock.test(text)) return 'hard';
  if (deadCodes.has(detail)) return forNow.test(text) ? 'soft' : 'hard';
  if (vagueCode.test(detail)) return byText(text);
  return /^[24]\./.test(detail) ? 'soft' : 'policy';
};

/**
 * Reads the words of a mail server or of a delivery report; undefined when they say nothing that is understood.
 * `reply` is the SMTP reply code where it is known. Ambiguous words are never read as `hard`: an address that is
 * suppressed by mistake is lost without anybody noticing.
 */
export const readReply = (input: { text: string; reply?: number | undefined }): BounceKind | undefined => {
  const { text } = input;
  const reply = input.reply ?? Number(/^\s*([245]\d\d)(?![.\d])/.exec(text)?.[1] ?? Number.NaN);
  const enhanced = enhancedIn(text);
  if ((reply >= 400 && reply < 500) || enhanced?.startsWith('4.') === true) return 'soft';
  const words = withoutNames(text);
  return enhanced === undefined ? byText(words) : byCode(enhanced.slice(2), words);
};
