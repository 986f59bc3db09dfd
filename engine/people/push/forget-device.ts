import { CicloError } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import { withoutPushDevice } from '../../../domain/push/push-devices.ts';
import type { ChangeProfile } from '../change-profile.ts';

/** Takes a device away from a person, because its subscription has ended. */
export type ForgetDevice = (input: {
  readonly tenant: string;
  readonly profileId: string;
  readonly device: string;
  /** When it was found to have ended, epoch milliseconds. */
  readonly now: number;
}) => Promise<void>;

/** Makes the removal of devices whose push service says that they are gone. Of somebody who was erased nothing is left to remove. */
export const createForgetDevice =
  (deps: { readonly changeProfile: ChangeProfile }): ForgetDevice =>
  async ({ tenant, profileId, device, now }) => {
    try {
      await deps.changeProfile({
        tenant,
        profileId,
        id: hashId('push-gone', device, now),
        now,
        apply: (profile) => withoutPushDevice({ profile, id: device, at: now }),
      });
    } catch (thrown) {
      if (!(thrown instanceof CicloError) || thrown.code !== 'not-found') throw thrown;
    }
  };
