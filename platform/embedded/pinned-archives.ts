/** An archive that a program comes in: where it is fetched from, and the SHA-256 it must have. */
export type PinnedArchive = { readonly url: string; readonly sha256: string };

/** A program that is fetched as an archive, by `platform-arch` as Node names them. */
export type PinnedTool = {
  readonly what: 'temporal' | 'mongod';
  readonly version: string;
  readonly archives: ReadonlyMap<string, PinnedArchive>;
};

const temporalVersion = '1.9.1';
const temporalArchive = (name: string, sha256: string): PinnedArchive => ({
  url: `https://github.com/temporalio/cli/releases/download/v${temporalVersion}/temporal_cli_${temporalVersion}_${name}.tar.gz`,
  sha256,
});

/** The Temporal CLI; the hashes are those that packagers of this release publish. */
export const pinnedTemporal: PinnedTool = {
  what: 'temporal',
  version: temporalVersion,
  archives: new Map([
    [
      'linux-x64',
      temporalArchive('linux_amd64', '09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5'),
    ],
    [
      'linux-arm64',
      temporalArchive('linux_arm64', '6c57c352d52fc3df34412376fd9ba6f74b7e3ace8e426e6cba8600156d36a145'),
    ],
    [
      'darwin-x64',
      temporalArchive('darwin_amd64', '48cdd6c84c56e27ae8e4d9a47052b89289a9c552dee029b49dd312c6fb72873f'),
    ],
    [
      'darwin-arm64',
      temporalArchive('darwin_arm64', '41e0425378fcb4fb5766340b97435e20fe47bbff2d7bf644ec2d51f7662b7c56'),
    ],
  ]),
};

const mongodVersion = '8.2.6';
const mongodArchive = (path: string, sha256: string): PinnedArchive => ({
  url: `https://fastdl.mongodb.org/${path}-${mongodVersion}.tgz`,
  sha256,
});

/** MongoDB's server. Its build for Linux runs where glibc is 2.38 or newer; elsewhere the next way has its turn. */
export const pinnedMongod: PinnedTool = {
  what: 'mongod',
  version: mongodVersion,
  archives: new Map([
    [
      'linux-x64',
      mongodArchive(
        'linux/mongodb-linux-x86_64-ubuntu2404',
        '56314a0f0a81238d974302fbffe7862efe9694c498ead62a0bca92cb595a0df0',
      ),
    ],
    [
      'linux-arm64',
      mongodArchive(
        'linux/mongodb-linux-aarch64-ubuntu2404',
        '8eaa50d208e82df9effa462a6c5cb200a65b037fa118af0153f701ce1ceab422',
      ),
    ],
    [
      'darwin-x64',
      mongodArchive(
        'osx/mongodb-macos-x86_64',
        '39b6ba80ad21ad1ca8dbd989d7fe81a60aa5f41475eb42d4247fe40740062f3d',
      ),
    ],
    [
      'darwin-arm64',
      mongodArchive(
        'osx/mongodb-macos-arm64',
        'ef8301d05cdb4686775aee1ddce391b5f1cd67cdc61179c2d21dab246a2c4f1b',
      ),
    ],
  ]),
};
