import { CicloError } from '../domain/errors.ts';
import { isObject } from '../domain/json.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'there is a file of that name already',
  EACCES: 'this user may not do that there',
  EPERM: 'this user may not do that there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * What the file system refused, in a sentence with the path; undefined for anything else. `file` is the path as it was
 * written, where the error does not name one.
 */
export const fileTrouble = (thrown: unknown, file?: string): CicloError | undefined => {
  if (!isObject(thrown) || typeof thrown['code'] !== 'string') return undefined;
  const reason = reasons[thrown['code']];
  const path = file ?? thrown['path'];
  if (reason === undefined || typeof path !== 'string' || typeof thrown['syscall'] !== 'string') {
    return undefined;
  }
  return new CicloError({
    code: 'invalid-input',
    message: `\`${path}\` cannot be used: ${reason}.`,
    cause: thrown,
  });
};
