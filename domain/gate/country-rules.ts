import { easterSunday } from '../time/easter.ts';
import type { Window } from '../time/window.ts';

/** When marketing messages may go out on some channels to people of one country, or of a part of it. */
export type CountryRule = {
  readonly key: string;
  /** ISO 3166-1. */
  readonly country: string;
  /** A state, as `address.state` has it; all by default. */
  readonly region?: { readonly code: string; readonly name: string };
  readonly channels: readonly string[];
  /** The only hours in which they go out, where the person is. */
  readonly open: readonly Window[];
  /** Days (`2026-12-25`) of a year on which none do. */
  readonly holidays?: (year: number) => readonly string[];
  /** Of people whose zone nobody knows: the hours have to be open in all of these. */
  readonly zones: readonly string[];
  /** Where it says so. */
  readonly source: string;
};

/** Countries by the beginning of a phone number, for people whose country nobody told. Numbers with +1 may be of the US. */
export const countriesByNumber: ReadonlyMap<string, string> = new Map([
  ['+1', 'US'],
  ['+33', 'FR'],
  ['+34', 'ES'],
  ['+91', 'IN'],
]);

const text = ['sms'];
const textAndVoice = ['sms', 'voice'];
const voice = ['voice'];

// From coast to coast; for Alaska and Hawaii the zone has to be told.
const unitedStates = ['America/New_York', 'America/Los_Angeles'];

const state = (
  code: string,
  name: string,
  rule: { readonly open: readonly Window[]; readonly zones: readonly string[]; readonly source: string },
): CountryRule => ({
  key: `US-${code}`,
  country: 'US',
  region: { code, name },
  channels: textAndVoice,
  ...rule,
});

const daily = (from: string, to: string): readonly Window[] => [{ from, to }];

/** The public holidays of France (Code du travail, L3133-1). */
const frenchHolidays = (year: number): readonly string[] => {
  const easter = easterSunday(year);
  return [
    ...['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map(
      (day) => `${year}-${day}`,
    ),
    ...[1, 39, 50].map((days) => easter.add({ days }).toString()),
  ];
};

/** The national public holidays of Spain that no region moves. */
const spanishHolidays = (year: number): readonly string[] => [
  ...['01-01', '01-06', '05-01', '08-15', '10-12', '11-01', '12-06', '12-08', '12-25'].map(
    (day) => `${year}-${day}`,
  ),
  easterSunday(year).subtract({ days: 2 }).toString(),
];

/**
 * The rules, each with its source, as they stood in November 2026. They are for messages that people agreed to, and say when, not
 * whether; no transactional message is held. States of the US are here whose law names text messages or telephone solicitations that courts
 * take for such. No country has such hours for push.
 */
export const countryRules: readonly CountryRule[] = [
  {
    key: 'US',
    country: 'US',
    channels: textAndVoice,
    open: daily('08:00', '21:00'),
    zones: unitedStates,
    source: '47 CFR 64.1200(c)(1) (TCPA): 8 a.m. to 9 p.m. where the called party is',
  },
  state('CT', 'Connecticut', {
    open: daily('09:00', '20:00'),
    zones: ['America/New_York'],
    source: 'Conn. Gen. Stat. 42-288a: 9 a.m. to 8 p.m.',
  }),
  state('FL', 'Florida', {
    open: daily('08:00', '20:00'),
    zones: ['America/New_York', 'America/Chicago'],
    source: 'Fla. Stat. 501.616(6)(a): 8 a.m. to 8 p.m.',
  }),
  state('MD', 'Maryland', {
    open: daily('08:00', '20:00'),
    zones: ['America/New_York'],
    source: 'Md. Code, Com. Law 14-4504 (Stop the Spam Calls Act of 2023): 8 a.m. to 8 p.m.',
  }),
  state('OK', 'Oklahoma', {
    open: daily('08:00', '20:00'),
    zones: ['America/Chicago'],
    source: '15 Okla. Stat. 775C.4 (Telephone Solicitation Act of 2022): 8 a.m. to 8 p.m.',
  }),
  state('TX', 'Texas', {
    open: [
      { days: ['mon-sat'], from: '09:00', to: '21:00' },
      { days: ['sun'], from: '12:00', to: '21:00' },
    ],
    zones: ['America/Chicago', 'America/Denver'],
    source:
      'Tex. Bus. & Com. Code 301.051, text messages since SB 140 (2025): 9 a.m. to 9 p.m., Sundays from noon',
  }),
  state('WA', 'Washington', {
    open: daily('08:00', '20:00'),
    zones: ['America/Los_Angeles'],
    source: 'RCW 80.36.390: 8 a.m. to 8 p.m.',
  }),
  {
    key: 'FR-sms',
    country: 'FR',
    channels: text,
    open: [{ days: ['mon-sat'], from: '08:00', to: '20:00' }],
    holidays: frenchHolidays,
    zones: ['Europe/Paris'],
    source:
      'The operators take marketing text messages from 8:00 to 20:00, and none on Sundays and public holidays; some take them until 22:00',
  },
  {
    key: 'FR-voice',
    country: 'FR',
    channels: voice,
    open: [
      { days: ['mon-fri'], from: '10:00', to: '13:00' },
      { days: ['mon-fri'], from: '14:00', to: '20:00' },
    ],
    holidays: frenchHolidays,
    zones: ['Europe/Paris'],
    source: 'Décret 2022-1313: Monday to Friday, 10:00 to 13:00 and 14:00 to 20:00, no public holidays',
  },
  {
    key: 'ES-voice',
    country: 'ES',
    channels: voice,
    open: [{ days: ['mon-fri'], from: '09:00', to: '21:00' }],
    holidays: spanishHolidays,
    zones: ['Europe/Madrid', 'Atlantic/Canary'],
    source: 'Real Decreto Legislativo 1/2007, art. 96: 9:00 to 21:00, no weekends and public holidays',
  },
  {
    key: 'IN',
    country: 'IN',
    channels: textAndVoice,
    open: daily('10:00', '21:00'),
    zones: ['Asia/Kolkata'],
    source: 'TRAI, TCCCPR 2018: promotional messages 10:00 to 21:00',
  },
  {
    key: 'CA-voice',
    country: 'CA',
    channels: voice,
    open: [
      { days: ['mon-fri'], from: '09:00', to: '21:30' },
      { days: ['sat', 'sun'], from: '10:00', to: '18:00' },
    ],
    zones: ['America/St_Johns', 'America/Vancouver'],
    source:
      'CRTC, Unsolicited Telecommunications Rules, part III: weekdays 9:00 to 21:30, weekends 10:00 to 18:00',
  },
];
