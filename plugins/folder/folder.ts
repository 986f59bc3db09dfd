import { z } from 'zod';

import {
  definePlugin,
  filePut,
  fileRead,
  filesListed,
  filesToList,
  fileToPut,
  fileToRead,
  secret,
} from '../contract.ts';
import { listFolder, lookAtFolder, putIn, readIn } from './files.ts';

const config = z.strictObject({
  /** The variable with the absolute path of the folder: which one that is, the operator decides. */
  folder: secret(),
});

/** Files in a folder of the machine, or of a disk that several share. */
export const folderPlugin = definePlugin({
  id: 'folder',
  version: '1.0.0',
  name: 'Folder',
  config,
  keptSecrets: ['folder'],
  actions: (action) => ({
    'put-file': action({
      title: 'Write a file',
      input: fileToPut,
      output: filePut,
      effect: 'write',
      idempotency: 'natural-key',
      run: ({ config: { folder } }, input) => putIn(folder, input),
    }),
    'list-files': action({
      title: 'List the files of a folder',
      input: filesToList,
      output: filesListed,
      effect: 'read',
      run: ({ config: { folder } }, input) => listFolder(folder, input.folder),
    }),
    'read-file': action({
      title: 'Read a part of a file',
      input: fileToRead,
      output: fileRead,
      effect: 'read',
      run: ({ config: { folder } }, input) => readIn(folder, input),
    }),
  }),
  health: ({ config: { folder } }) => lookAtFolder(folder),
});
