import { expect, test } from 'vitest';

import { adminScopes } from '../keys/key.ts';
import { roles } from '../objects/access.ts';
import { mayGrant, roleScopes } from './role-scopes.ts';
import { handleFor, handlePattern, stateOf } from './user.ts';

test('a handle is made of an address, and is always a valid one', () => {
  expect(handleFor('Eva.Lopez+crm@shop.example')).toBe('eva.lopez');
  expect(handleFor('josé@shop.example')).toBe('jose');
  for (const email of [
    '--@a.b',
    '李@a.b',
    `${'x'.repeat(64)}@a.b`,
    '._a_.@a.b',
    'a@b.c',
    `${'a.'.repeat(20)}@b.c`,
  ])
    expect(handleFor(email)).toMatch(handlePattern);
});

test('a user is invited until they sign in, and deactivated whatever was before', () => {
  expect(stateOf({})).toBe('invited');
  expect(stateOf({ signedInAt: 1 })).toBe('active');
  expect(stateOf({ signedInAt: 1, deactivatedAt: 2 })).toBe('deactivated');
});

test('nobody gives a role that may do more than they may', () => {
  const by = (role: (typeof roles)[number]) => ({ role, scopes: roleScopes[role] });
  expect(roles.filter((role) => mayGrant(by('owner'), role))).toEqual([...roles]);
  expect(roles.filter((role) => mayGrant(by('admin'), role))).toEqual([
    'admin',
    'marketer',
    'author',
    'agent',
    'viewer',
  ]);
  expect(roles.filter((role) => mayGrant(by('agent'), role))).toEqual(['agent', 'viewer']);
  expect(mayGrant({ scopes: adminScopes }, 'owner')).toBe(true);
  expect(mayGrant({ scopes: adminScopes.filter((one) => one !== 'publish') }, 'marketer')).toBe(false);
});
