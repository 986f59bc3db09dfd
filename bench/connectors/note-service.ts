const call = {
  does: 'set',
  method: 'PUT',
  path: '/notes/{{name}}',
  body: { text: '{{text}}', reference: '{{key}}' },
  row: 'note',
  id: 'id',
  output: { state: 'state' },
};

/** How many calls in a second all workers may make together. */
export const sharedLimit = 100;

/** The config of an instance of `rest` that speaks to the service of `http-sink.ts`, with that limit. */
export const limitedNotes = (url: string) => ({
  url: `${url}/api`,
  calls: { 'set-note': call },
  rate: { calls: sharedLimit, perSeconds: 1 },
});
