import { CicloError, type ErrorCode } from '../domain/errors.ts';

/** Every exit code of the command, with when it comes; the numbers from 64 on are those of BSD's `sysexits.h`. */
export const exitCodes = {
  done: { code: 0, when: 'The command did what it was asked to do, and found nothing wrong.' },
  wrong: {
    code: 1,
    when: 'The answer is no: a check found errors, a test failed, nothing has that name, or the engine refused.',
  },
  usage: {
    code: 64,
    when: 'The command line is not valid: an unknown command or option, or a missing argument.',
  },
  unavailable: { code: 69, when: 'Nothing answers, or not in time: try again, or start the engine.' },
  internal: { code: 70, when: 'A mistake in Ciclo itself. Please report it.' },
  noPermission: { code: 77, when: 'The engine does not accept the key, or the key may not do this.' },
  settings: { code: 78, when: 'A setting or a key is missing or not valid; the message names it.' },
  interrupted: { code: 130, when: 'A second Ctrl-C ended it before it had stopped everything.' },
} as const satisfies Record<string, { code: number; when: string }>;

const names: Readonly<Record<ErrorCode, keyof typeof exitCodes>> = {
  'invalid-input': 'wrong',
  unauthorized: 'noPermission',
  forbidden: 'noPermission',
  'sign-in-again': 'noPermission',
  'not-found': 'wrong',
  'slow-request': 'unavailable',
  conflict: 'wrong',
  'precondition-failed': 'wrong',
  'too-large': 'wrong',
  unprocessable: 'wrong',
  'rate-limited': 'unavailable',
  internal: 'internal',
  'bad-configuration': 'settings',
  'broken-definition': 'wrong',
  'plugin-misbehaved': 'wrong',
  unavailable: 'unavailable',
  timeout: 'unavailable',
};

/** The exit code for anything that was thrown. */
export const exitCodeOf = (thrown: unknown): number =>
  exitCodes[thrown instanceof CicloError ? names[thrown.code] : 'internal'].code;

/** The table, one line for each code, as `ciclo help exit-codes` prints it. */
export const exitCodeLines = (): readonly string[] =>
  Object.values(exitCodes).map(({ code, when }) => `${String(code).padStart(4)}  ${when}`);
