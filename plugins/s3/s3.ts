import {
  definePlugin,
  filePut,
  fileRead,
  filesListed,
  filesToList,
  fileToPut,
  fileToRead,
} from '../contract.ts';
import { bucketUrlOf, config } from './config.ts';
import { listObjects, lookAtBucket, putObject, readObject } from './objects.ts';

/** Files in a bucket of Amazon S3, or of a service that speaks its language, such as MinIO, Cloudflare R2 or Ceph. */
export const s3Plugin = definePlugin({
  id: 's3',
  version: '1.0.0',
  name: 'Amazon S3',
  config,
  hosts: (read) => [bucketUrlOf(read).host],
  // The key signs and is sent to nobody.
  keptSecrets: ['secretAccessKey'],
  actions: (action) => ({
    'put-file': action({
      title: 'Write a file',
      input: fileToPut,
      output: filePut,
      effect: 'write',
      idempotency: 'natural-key',
      timeoutMs: 120_000,
      run: putObject,
    }),
    'list-files': action({
      title: 'List the files of a folder',
      input: filesToList,
      output: filesListed,
      effect: 'read',
      run: listObjects,
    }),
    'read-file': action({
      title: 'Read a part of a file',
      input: fileToRead,
      output: fileRead,
      effect: 'read',
      timeoutMs: 60_000,
      run: readObject,
    }),
  }),
  health: lookAtBucket,
});
