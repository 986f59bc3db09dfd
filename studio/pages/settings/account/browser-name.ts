/** Names that browsers have in `User-Agent`; those that call themselves like another as well come first. */
const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** What people call the browser of a `User-Agent`, and what it runs on; undefined where it is none that is known. */
export const browserName = (
  agent: string,
): { readonly browser: string; readonly system: string } | undefined => {
  const browser = browsers.find(([mark]) => agent.includes(`${mark}/`))?.[1];
  const system = systems.find(([mark]) => agent.includes(mark))?.[1];
  return browser === undefined || system === undefined ? undefined : { browser, system };
};
