/** A line that is longer is text of a person, or an attack on the patterns. */
const lineMax = 500;
/** An introduction may be wrapped over so many lines. */
const introductionLines = 3;

const wrote =
  /(?:\bwrote|\bescribió|\bschrieb(?: .{1,80})?|\ba écrit|\bha scritto|\bescreveu|\bschreef|\bskrev|написал(?:\(а\)|а)?|写道)\s?[:：]?$/iu;
const introduces = /^(?:on|el|am|le|il|em|op|den|на|在|\d{1,4}[-./年])[\s\d]|^\S.{0,100}<\S+@\S+>/iu;
const separator =
  /^[-_*]{2,}\s?(?:original message|original appointment|forwarded message|mensaje original|mensaje reenviado|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|messaggio originale|mensagem original|oorspronkelijk bericht)\s?[-_*]{2,}$/iu;
const rule = /^_{10,}$/;
const headerName =
  /^\*?(?:from|sent|date|to|cc|subject|de|enviado(?: el)?|fecha|para|asunto|von|gesendet|datum|an|betreff|envoyé|à|objet|da|inviato|data|a|oggetto|enviada(?: em)?|assunto|van|verzonden|aan|onderwerp)\*?\s?:\*?\s/iu;
const firstHeader = /^\*?(?:from|de|von|da|van)\*?\s?:\*?\s/iu;
const device =
  /^(?:sent from (?:my |mail for |yahoo|proton)|enviado desde (?:mi |correo|outlook)|von meinem .{1,40} gesendet|envoyé (?:de|depuis) mon |inviato da(?:l mio| iphone)|enviado do meu |verzonden vanaf mijn |get outlook for )/iu;

const isQuoted = (line: string): boolean => line.startsWith('>');
const isBlank = (line: string): boolean => line.trim() === '';
const fits = (line: string): boolean => line.length <= lineMax;

/** Three lines of headers in a row, as Outlook puts them above what it quotes. */
const beginsHeaders = (lines: readonly string[], at: number): boolean => {
  const line = lines[at] ?? '';
  if (!fits(line) || !firstHeader.test(line)) return false;
  const next = lines.slice(at + 1, at + 6).filter((one) => fits(one) && headerName.test(one));
  return next.length >= 2;
};

/** How many lines the introduction of a quotation takes that begins here (`On Monday, Ana wrote:`); 0 when none does. */
const introductionAt = (lines: readonly string[], at: number): number => {
  const first = lines[at] ?? '';
  if (!fits(first) || !introduces.test(first)) return 0;
  for (let count = 1; count <= introductionLines; count += 1) {
    const line = lines[at + count - 1];
    if (line === undefined || isBlank(line) || !fits(line)) return 0;
    if (wrote.test(line.trim())) return count;
  }
  return 0;
};

/** The lines before what a program put under the text without marking it. */
const beforeUnmarked = (lines: readonly string[]): readonly string[] => {
  const hasText = (end: number): boolean =>
    lines.slice(0, end).some((one) => !isBlank(one) && !isQuoted(one));
  let seen = false;
  for (const [at, line] of lines.entries()) {
    if (seen && fits(line)) {
      const trimmed = line.trim();
      if (line === '-- ' || line === '--' || separator.test(trimmed) || device.test(trimmed))
        return lines.slice(0, at);
      if (rule.test(trimmed) && beginsHeaders(lines, at + 1)) return lines.slice(0, at);
      if (beginsHeaders(lines, at)) return lines.slice(0, at);
      const taken = introductionAt(lines, at);
      // Below marked lines the person may go on; below unmarked ones nothing of theirs can be told apart.
      if (taken > 0) {
        const next = lines.slice(at + taken).find((one) => !isBlank(one));
        if (next === undefined || (!isQuoted(next) && hasText(at))) return lines.slice(0, at);
      }
    }
    seen ||= !isBlank(line);
  }
  return lines;
};

/** The lines without quoted ones and what introduces them. */
const withoutMarked = (lines: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const taken = introductionAt(lines, at);
    const next = taken === 0 ? undefined : lines.slice(at + taken).find((one) => !isBlank(one));
    if (next !== undefined && isQuoted(next)) at += taken - 1;
    else if (!isQuoted(lines[at] ?? '')) kept.push(lines[at] ?? '');
  }
  return kept;
};

const tidy = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/**
 * What a person wrote in a mail, without what their program quoted below or between (`>`, `On ... wrote:`, headers of Outlook),
 * without their signature (`-- `) and the line of their device. A mail of which nothing would be left is given whole. Each line
 * is looked at a bounded number of times, whatever it holds.
 */
export const cutQuoted = (text: string): string => {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const cut = tidy(withoutMarked(beforeUnmarked(lines)));
  return cut === '' ? text.trim() : cut;
};
