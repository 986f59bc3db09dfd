import type { Logger as TemporalLogger, LogLevel as TemporalLevel } from '@temporalio/common';
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import type { LogFormat, LogLevel } from './config-schema.ts';
import { toTextLine } from './log-line.ts';
import { createSecretMask, redactFields, type SecretMask } from './secrets/redact.ts';

export type Log = Logger;

/**
 * A logger, one line an entry: JSON, or text for a person. Values whose names say they are secret, passwords inside addresses, and the
 * given secrets wherever they turn up, are masked. Goes to standard output unless a destination is given.
 */
export const createLog = (input: {
  level: LogLevel;
  /** JSON by default. */
  format?: LogFormat;
  /** Masks the values of secrets; those that become known later are added to it. */
  mask?: SecretMask;
  destination?: DestinationStream;
}): Log => {
  const mask = input.mask ?? createSecretMask();
  const out = input.destination ?? pino.destination(1);
  return pino(
    {
      level: input.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redactFields({ fields }),
      },
      hooks: { streamWrite: mask.text },
    },
    input.format === 'text' ? { write: (line) => out.write(toTextLine(line)) } : out,
  );
};

const levels: Readonly<Record<TemporalLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'debug',
  WARN: 'warn',
  ERROR: 'error',
};

/** What the SDK warns of and is meant: our effects have workers without workflows. */
const meant = /^No (?:workflows|activities|Nexus services) registered/;

/**
 * Lets Temporal's SDK (and the loggers of workflows and activities) write into our log, marked `part: temporal`. What it
 * only reports, such as each state of a worker, is for the level `debug`.
 */
export const createTemporalLogger = (log: Log): TemporalLogger => {
  const child = log.child({ part: 'temporal' });
  const write = (input: { level: TemporalLevel; message: string; meta: object | undefined }): void => {
    child[meant.test(input.message) ? 'debug' : levels[input.level]]({ ...input.meta }, input.message);
  };
  return {
    log: (level, message, meta) => {
      write({ level, message, meta });
    },
    trace: (message, meta) => {
      write({ level: 'TRACE', message, meta });
    },
    debug: (message, meta) => {
      write({ level: 'DEBUG', message, meta });
    },
    info: (message, meta) => {
      write({ level: 'INFO', message, meta });
    },
    warn: (message, meta) => {
      write({ level: 'WARN', message, meta });
    },
    error: (message, meta) => {
      write({ level: 'ERROR', message, meta });
    },
  };
};
