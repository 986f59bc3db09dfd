import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto';

const ivBytes = 12;
const idChars = 12;
const version = 's1';

const idOf = (key: KeyObject): string =>
  createHmac('sha256', key).update('ciclo:key-id').digest('hex').slice(0, idChars);

/**
 * Encrypts short texts for the database by AES-256-GCM (the port `Sealer`). The first key seals, every one opens, and a sealed text
 * names its key, so a key is rotated by putting the new one first and sealing again.
 */
export const createSealer = (keys: readonly [KeyObject, ...KeyObject[]]) => {
  const known = keys.map((key) => ({ id: idOf(key), key }));
  const [current] = keys;
  const currentId = idOf(current);
  return {
    /** `s1.<key>.<iv>.<text>.<tag>`, in base64url. */
    seal: ({ text, bound }: { text: string; bound: string }): string => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(bound));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [iv, data, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [version, currentId, ...parts].join('.');
    },
    open: ({ sealed, bound }: { sealed: string; bound: string }): string | undefined => {
      const [form, id, iv = '', data = '', tag = '', ...rest] = sealed.split('.');
      const key = known.find((one) => one.id === id)?.key;
      if (form !== version || key === undefined || rest.length > 0) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
          authTagLength: 16,
        })
          .setAAD(Buffer.from(bound))
          .setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]).toString();
      } catch {
        // Another place, another key, or changed: it opens nothing.
        return undefined;
      }
    },
    isCurrent: (sealed: string): boolean => sealed.split('.')[1] === currentId,
  };
};
