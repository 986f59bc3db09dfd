import type { Module } from '../module.ts';
import { createForms } from './forms.ts';
import { createNoteForm } from './note-form.ts';
import { formDaySchema } from './store/form-day-schema.ts';
import { createFormDayStore } from './store/form-days.ts';
import { formsRoutes } from './forms-routes.ts';

/** Forms to sign up, as the workspace has them, and what comes of them. */
export const formsModule = {
  name: 'forms',
  collections: [formDaySchema],
  stores: { formDays: createFormDayStore },
  services: { forms: createForms, noteForm: createNoteForm },
  loops: {},
  routes: { forms: formsRoutes },
  audited: { 'POST /api/forms/preview': 'none' },
} as const satisfies Module;
