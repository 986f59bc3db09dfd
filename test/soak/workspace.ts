import { shopFiles } from '../harness/shop.ts';

/** So many connections to the mail server each process has. */
export const connections = 5;

/** So many marketing mails a person may get while it lasts. */
export const cap = 3;

const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'lead-guide', topic: 'news' });
const journey = (key: string, entry: object, steps: readonly object[]) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps },
});

/** The shop of the soak: a mail at once, one after a wait, and one for everything that somebody looks at. */
export const soakFiles = (tenant: string) =>
  shopFiles({
    tenant,
    settings: {
      caps: [{ channel: 'email', max: cap, within: '2 days' }],
      addressCeiling: 1000,
      // Every tenth address is unknown, which a guard would stop the journey for.
      guards: { bounces: false, failures: false, entries: false },
      plugins: { mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off', connections } } },
    },
    files: {
      ...journey('hello', { on: 'Signed Up', again: 'never' }, [
        mail('first'),
        { id: 'pause', type: 'wait', for: '5 seconds' },
        { ...mail('second'), onCap: 'skip' },
      ]),
      ...journey('look', { on: 'Looked', key: '$.properties.n', again: 'never' }, [
        { id: 'point', type: 'points', by: 1, reason: 'They looked' },
        { ...mail('again'), onCap: 'skip' },
      ]),
    },
  });
