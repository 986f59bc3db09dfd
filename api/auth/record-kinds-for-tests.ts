/** The kind of the record that a call is about; a deal by default. */
export const kinds: Readonly<Record<string, string>> = {
  '/api/records/:kind/:id/convert': 'lead',
  '/api/records/:kind/:id/send': 'quote',
  '/api/records/:kind/:id/revise': 'quote',
  '/api/records/:kind/:id/registrations': 'event',
  '/api/records/:kind/:id/calendar': 'event',
  '/api/records/:kind/:id/results': 'campaign',
};
