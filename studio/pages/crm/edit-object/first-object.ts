const written = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** What an object is called: letters, digits and blanks, the first a capital letter. */
const objectName = (name: string): string => {
  const plain = name.replaceAll(/[^\p{L}\p{N} ]/gu, ' ').trim();
  return (plain.slice(0, 1).toUpperCase() + plain.slice(1)).slice(0, 60);
};

/** The text of a new object: records with a title, about a person, open or done. */
export const firstObject = ({ key, name }: { key: string; name: string }): string =>
  written({
    key,
    name: objectName(name),
    title: 'title',
    person: 'customer',
    fields: {
      title: { type: 'text', required: true, searchable: true },
      customer: { type: 'person' },
    },
    stages: {
      first: 'open',
      list: [
        { key: 'open', to: ['done'] },
        { key: 'done', ends: 'done', to: [] },
      ],
    },
    views: { list: ['title', 'stage', 'owner'] },
  });

/** The text of a file that changes an object that comes with Ciclo. */
export const firstExtension = (key: string): string => written({ key, extends: key });
