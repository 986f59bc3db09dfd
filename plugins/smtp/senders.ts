import addressparser from 'nodemailer/lib/addressparser';

type Sender = { readonly name: string; readonly address: string };

const parse = (text: string): Sender | undefined => {
  const [only, ...more] = addressparser(text, { flatten: true });
  if (only === undefined || more.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(only.address)) return undefined;
  return { name: only.name, address: only.address };
};

const KEPT_MAX = 200;

/** Reads From and Reply-To. A shop has a handful of them for all its mails, so they are read once. */
export const createSenders = () => {
  const known = new Map<string, Sender | undefined>();
  return {
    /** The one address of the text; undefined for none or several: an empty sender would go out as a bounce. */
    read: (text: string): Sender | undefined => {
      if (known.has(text)) return known.get(text);
      if (known.size >= KEPT_MAX) known.clear();
      const sender = parse(text);
      known.set(text, sender);
      return sender;
    },
  };
};
