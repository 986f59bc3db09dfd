import { createAskConsent } from './ask-consent.ts';
import { createNoteConsent } from './note-consent.ts';
import type { Module } from '../module.ts';
import { contactSchema } from './store/contact-schema.ts';
import { createContactStore } from './store/contacts.ts';

/** What customers agreed to, by address, and the question whether they do. */
export const consentsModule = {
  name: 'consents',
  collections: [contactSchema],
  stores: {
    contacts: createContactStore,
  },
  services: { noteConsent: createNoteConsent, askConsent: createAskConsent },
  loops: {},
  routes: {},
  audited: {},
} as const satisfies Module;
