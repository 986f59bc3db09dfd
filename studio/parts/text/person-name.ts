const filled = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a person is called, by their traits: the whole name, its parts, the email; undefined where none is known. */
export const personName = (traits: Readonly<Record<string, unknown>>): string | undefined => {
  const parts = [traits['firstName'], traits['lastName']].map(filled).filter((part) => part !== '');
  const names = [filled(traits['name']), parts.join(' '), filled(traits['email'])];
  return names.find((name) => name !== '');
};
