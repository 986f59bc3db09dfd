import {
  type Connect,
  definePlugin,
  entryOf,
  filePut,
  fileRead,
  filesListed,
  filesToList,
  fileToPut,
  fileToRead,
} from '../contract.ts';
import { config } from './config.ts';
import { listFiles, lookAtServer, putFile, readFile } from './files.ts';

const atOnce = (): number => 2;

/** Files on a server that speaks SFTP, such as OpenSSH. */
export const sftpPlugin = definePlugin({
  id: 'sftp',
  version: '1.0.0',
  name: 'SFTP',
  config,
  hosts: ({ server }) => [entryOf(server)],
  keptSecrets: ['privateKey'],
  open: ({ connect }): { readonly connect: Connect } => ({ connect }),
  close: () => undefined,
  actions: (action) => ({
    'put-file': action({
      title: 'Write a file',
      input: fileToPut,
      output: filePut,
      effect: 'write',
      idempotency: 'natural-key',
      timeoutMs: 120_000,
      atOnce,
      run: putFile,
    }),
    'list-files': action({
      title: 'List the files of a folder',
      input: filesToList,
      output: filesListed,
      effect: 'read',
      timeoutMs: 60_000,
      atOnce,
      run: listFiles,
    }),
    'read-file': action({
      title: 'Read a part of a file',
      input: fileToRead,
      output: fileRead,
      effect: 'read',
      timeoutMs: 60_000,
      atOnce,
      run: readFile,
    }),
  }),
  health: lookAtServer,
});
