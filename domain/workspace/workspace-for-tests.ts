/** A small workspace without mistakes: the texts of its files by path. */
export const smallWorkspace: Readonly<Record<string, string>> = {
  'ciclo.json': `{
  "tenant": "tea-shop",
  "name": "Tea Shop",
  "url": "https://tea.example",
  "defaultLocale": "en",
  "timezone": "Europe/Madrid",
  "currency": "EUR",
  "from": "Tea Shop <hello@tea.example>",
  "postalAddress": "Calle Mayor 1, Madrid",
  "topics": { "news": { "name": "News" } },
  "plugins": { "mail": { "use": "smtp", "config": { "password": { "env": "SMTP_PASSWORD" } } } }
}`,
  'catalog.json': `{
  "products": [
    { "product_id": "1", "sku": "POT", "title": "Teapot", "url": "https://tea.example/pot", "price": 30, "currency": "EUR", "goesWith": ["CUP"] },
    { "product_id": "2", "sku": "CUP", "title": "Cup", "url": "https://tea.example/cup", "price": 9.5, "currency": "EUR" }
  ]
}`,
  'journeys/hello.json': `{
  "key": "hello",
  "name": "Hello",
  "stage": "acquisition",
  "entry": { "on": "Customer Created" },
  "steps": [
    { "id": "say", "type": "send", "channel": "email", "message": "hello" },
    { "id": "gift", "type": "offer", "offer": "cup" }
  ]
}`,
  'rules/reader.json': `{
  "name": "Reads our mail",
  "on": ["Link Clicked"],
  "conditions": { "all": [{ "fact": "segments", "operator": "contains", "value": "new" }] },
  "event": { "type": "score", "params": { "kind": "engagement", "by": 5 } }
}`,
  'segments/new.json': `{
  "key": "new",
  "name": "New",
  "when": { "all": [{ "fact": "profile", "path": "$.computed.orders", "operator": "equal", "value": 0 }] }
}`,
  'segments/friends.json': '{ "key": "friends", "name": "Friends", "list": "friends.csv" }',
  'segments/friends.csv': 'name,email\nAna,Ana@Example.com\nBo,bo@example.com\n',
  'offers/cup.json': `{
  "key": "cup",
  "name": "A cup for you",
  "kind": "gift",
  "product": "CUP",
  "code": { "pattern": "CUP-########" }
}`,
  'messages/hello/message.json': `{
  "channel": "email",
  "class": "marketing",
  "topic": "news",
  "subject": { "en": "Hello" }
}`,
  'messages/hello/body.mjml': `<mjml><mj-body><mj-section><mj-column><mj-text>
  Hello. {{tenant.postalAddress}} <a href="{{links.unsubscribe}}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`,
  'README.md': '# Our workspace',
};

/** The same workspace with other texts for some files; undefined leaves a file out. */
export const changed = (
  files: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...smallWorkspace, ...files }).flatMap(([file, text]): [string, string][] =>
      text === undefined ? [] : [[file, text]],
    ),
  );

/** A file of the small workspace with a piece of its text replaced. */
export const replaced = (input: {
  file: string;
  piece: string;
  by: string;
}): Readonly<Record<string, string>> => {
  const text = smallWorkspace[input.file] ?? '';
  if (!text.includes(input.piece)) throw new Error(`${input.file} has no ${input.piece}`);
  return changed({ [input.file]: text.replace(input.piece, input.by) });
};
