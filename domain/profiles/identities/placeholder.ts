/** What programs write where they have no id. Compared without case, blanks and quotes. */
const words: ReadonlySet<string> = new Set([
  'undefined',
  'null',
  'nil',
  'none',
  'nan',
  'na',
  'n/a',
  'n.a.',
  'unknown',
  'unset',
  'empty',
  'blank',
  'missing',
  'not set',
  'notset',
  'not provided',
  'not available',
  'not_authenticated',
  'unauthenticated',
  'true',
  'false',
  'anonymous',
  'anon',
  'guest',
  'id',
  'uid',
  'uuid',
  'userid',
  'user_id',
  'user id',
  'distinct_id',
  'distinctid',
  'anonymousid',
  'anonymous_id',
  'customerid',
  'customer_id',
  'email',
  'phone',
  'object object',
  'object promise',
  'object undefined',
  'object null',
  'infinity',
  '-infinity',
  '-1',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
]);

/** Zeros and signs alone: `0`, `0.0`, the zero UUID, `{}`, `""`, `-`. */
const onlyZeros = /^[0\p{P}\p{S}\p{Z}\p{C}\p{M}]*$/u;
/** A template that nobody filled in: `{{userId}}`, `${user.id}`, `%USER_ID%`, `<user_id>`, `*|EMAIL|*`. */
const template = /^(\{\{.*\}\}|\{%.*%\}|\$\{.*\}|%%?[\w.-]+%%?|<[\w .-]+>|\*\|.*\|\*|\[\[.*\]\])$/;

const plainOf = (value: string): string =>
  value
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();

const isWord = (text: string): boolean => words.has(text.replaceAll(/^["'`[({<\s]+|["'`\])}>\s]+$/g, ''));

/** Words that stand for a name in addresses nobody has, when the domain is such a word, too. */
const nameless: ReadonlySet<string> = new Set([
  'a',
  'aa',
  'aaa',
  'abc',
  'asd',
  'asdf',
  'company',
  'customer',
  'domain',
  'email',
  'e-mail',
  'example',
  'fake',
  'foo',
  'bar',
  'localhost',
  'mail',
  'me',
  'name',
  'no',
  'nobody',
  'none',
  'qwerty',
  'test',
  'test1',
  'test123',
  'tester',
  'testing',
  'user',
  'username',
  'x',
  'xx',
  'xxx',
  'yourdomain',
  'your-email',
]);

/** Such a word before the `@` is nobody's address, whatever comes after it. */
const noAddress: ReadonlySet<string> = new Set([
  'undefined',
  'null',
  'anonymous',
  'noemail',
  'no-email',
  'no_email',
  'no.email',
  'nomail',
  'no-mail',
  'n/a',
  'notprovided',
  'not-provided',
]);

const isNobodysAddress = (email: string): boolean => {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const [label = ''] = email.slice(at + 1).split('.');
  if (noAddress.has(local) || noAddress.has(label) || template.test(local)) return true;
  const isNameless = (word: string): boolean => nameless.has(word) || words.has(word);
  return isNameless(local) && isNameless(label);
};

const digitRow = '01234567890123456789';

/** Too short for a number, one digit over and over after the country code, or the digits in a row. */
const isNobodysNumber = (phone: string): boolean => {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length < 6 || new Set(digits.slice(-7)).size === 1 || digitRow.includes(digits);
};

/**
 * Whether a value is none that a person has, but what a program writes when it has no id, or what people type into a field they
 * have to fill: `undefined`, `null`, `0`, `[object Object]`, `guest`, `test@test.com`, `000000`. Everybody who has such
 * an "id" would be one person.
 */
export const isPlaceholder = (input: { kind: string; value: string }): boolean => {
  const plain = plainOf(input.value);
  if (onlyZeros.test(plain) || template.test(plain) || isWord(plain)) return true;
  if (input.kind === 'email') return isNobodysAddress(plain);
  return input.kind === 'phone' && isNobodysNumber(plain);
};
