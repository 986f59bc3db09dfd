/** Whether the receiving side vouches for the domain in `From`: it does, it says the contrary, or it says nothing. */
export type Authentication = 'pass' | 'fail' | 'unknown';

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Whether a domain is the other, or one above or below it (relaxed alignment without a list of public suffixes). */
const isAligned = (a: string, b: string): boolean =>
  a.split('.').length > 1 &&
  b.split('.').length > 1 &&
  (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`));

const textMax = 10_000;

/** Comments are for people, and may say what looks like a result. */
const withoutComments = (text: string): string => {
  let depth = 0;
  let kept = '';
  for (const letter of text.slice(0, textMax)) {
    if (letter === '(') depth += 1;
    else if (letter === ')' && depth > 0) depth -= 1;
    else if (depth === 0) kept += letter;
  }
  return kept;
};

const propertyIn = (result: string, name: string): string =>
  new RegExp(String.raw`\b${name.replaceAll('.', String.raw`\.`)}=("?)([^\s;"]+)\1`, 'i').exec(result)?.[2] ??
  '';

/**
 * Reads what a mail server of ours found out of the sender (RFC 8601). Only the topmost `Authentication-Results` counts, and only
 * under the name (`authserv`) of that server: all others anybody can write. DMARC decides; without it a signature or an
 * envelope of the domain in `From` does.
 */
export const readAuthentication = (input: {
  /** The values of `Authentication-Results`, the topmost first. */
  results: readonly string[];
  authserv: string | undefined;
  from: string;
}): Authentication => {
  const { results, authserv } = input;
  const [top] = results;
  if (authserv === undefined || top === undefined) return 'unknown';
  const [name = '', ...found] = withoutComments(top).split(';');
  if (name.trim().split(/\s/)[0]?.toLowerCase() !== authserv.toLowerCase()) return 'unknown';
  const from = domainOf(input.from);
  const said = found.map((one) => one.trim());
  const of = (method: string): readonly string[] =>
    said.filter((one) => one.toLowerCase().startsWith(`${method}=`));
  const [dmarc] = of('dmarc');
  if (dmarc !== undefined && /^dmarc=pass\b/i.test(dmarc)) {
    const about = propertyIn(dmarc, 'header.from');
    return about === '' || isAligned(domainOf(about), from) ? 'pass' : 'unknown';
  }
  if (dmarc !== undefined && /^dmarc=fail\b/i.test(dmarc)) return 'fail';
  const signed = of('dkim').some(
    (one) => /^dkim=pass\b/i.test(one) && isAligned(domainOf(propertyIn(one, 'header.d')), from),
  );
  const sent = of('spf').some(
    (one) => /^spf=pass\b/i.test(one) && isAligned(domainOf(propertyIn(one, 'smtp.mailfrom')), from),
  );
  return signed || sent ? 'pass' : 'unknown';
};
