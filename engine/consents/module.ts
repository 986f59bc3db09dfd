import { createAskConsent } from './ask-consent.ts';
import { createAskPrivacy } from './ask-privacy.ts';
import { createNoteConsent } from './note-consent.ts';
import type { Module } from '../module.ts';
import { createConsentHistory } from './consent-history.ts';
import { consentHistoryRoutes } from './consent-history-routes.ts';
import { consentLedgerSchema } from './store/consent-ledger-schema.ts';
import { createConsentLedger } from './store/consent-ledger.ts';
import { contactSchema } from './store/contact-schema.ts';
import { createContactStore } from './store/contacts.ts';

/** What customers agreed to, with its proof and by address, and the question whether they do. */
export const consentsModule = {
  name: 'consents',
  collections: [contactSchema, consentLedgerSchema],
  stores: {
    contacts: createContactStore,
    consentLedger: createConsentLedger,
  },
  services: {
    noteConsent: createNoteConsent,
    askConsent: createAskConsent,
    askPrivacy: createAskPrivacy,
    consentHistory: createConsentHistory,
  },
  loops: {},
  routes: { consentHistory: consentHistoryRoutes },
  audited: {},
} as const satisfies Module;
