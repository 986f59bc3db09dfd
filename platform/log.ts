import type { Logger as TemporalLogger, LogLevel as TemporalLevel } from '@temporalio/common';
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config-schema.ts';
import { createTextMask, redactFields } from './redact.ts';
import type { Secret } from './secret.ts';

export type Log = Logger;

/**
 * A JSON logger, one line an entry. Values whose names say they are secret, passwords inside addresses, and the
 * given secrets wherever they turn up, are masked. Goes to standard output unless a destination is given.
 */
export const createLog = (input: {
  level: LogLevel;
  secrets?: readonly Secret[];
  destination?: DestinationStream;
}): Log =>
  pino(
    {
      level: input.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redactFields({ fields }),
      },
      hooks: { streamWrite: createTextMask(input.secrets ?? []) },
    },
    input.destination ?? pino.destination(1),
  );

const levels: Readonly<Record<TemporalLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Lets Temporal's SDK (and the loggers of workflows and activities) write into our log, marked `part: temporal`. */
export const createTemporalLogger = (log: Log): TemporalLogger => {
  const child = log.child({ part: 'temporal' });
  const write = (input: { level: TemporalLevel; message: string; meta: object | undefined }): void => {
    child[levels[input.level]]({ ...input.meta }, input.message);
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
