import { expect, it } from 'vitest';

import { databaseUri } from './database-uri.ts';

it.each([
  ['mongodb://h:1', 'mongodb://h:1/own'],
  ['mongodb://h:1/', 'mongodb://h:1/own'],
  ['mongodb://a:1,b:2/shop?replicaSet=rs0', 'mongodb://a:1,b:2/own?replicaSet=rs0'],
  ['mongodb://u:p%40ss@h:1', 'mongodb://u:p%40ss@h:1/own?authSource=admin'],
  ['mongodb://u:p@h:1/shop', 'mongodb://u:p@h:1/own?authSource=shop'],
  ['mongodb://u:p@h:1/shop?authSource=all', 'mongodb://u:p@h:1/own?authSource=all'],
  ['mongodb+srv://u:p@h/?tls=true', 'mongodb+srv://u:p@h/own?tls=true&authSource=admin'],
])('a test of its own database at %s logs in as before', (uri, expected) => {
  expect(databaseUri({ uri, name: 'own' })).toBe(expected);
});
