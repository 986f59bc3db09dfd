import type { MarkText } from '../../domain/referrals/marks.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { HashedMark } from './ports.ts';

const purpose = 'referral-mark';

const dataOf = (tenant: string, { kind, text }: MarkText): string => JSON.stringify([tenant, kind, text]);

/** Marks under a keyed hash: anyone who has the database learns no address, number or card. The first is of the current secret. */
export const hashMarks = (input: {
  keyring: Pick<Keyring, 'mac' | 'macs'>;
  tenant: string;
  marks: readonly MarkText[];
}): { readonly current: readonly HashedMark[]; readonly known: readonly HashedMark[] } => {
  const { keyring, tenant, marks } = input;
  return {
    current: marks.map((one) => ({
      kind: one.kind,
      mark: keyring.mac({ purpose, data: dataOf(tenant, one) }),
    })),
    known: marks.flatMap((one) =>
      keyring
        .macs({ purpose, data: dataOf(tenant, one) })
        .map((mark): HashedMark => ({ kind: one.kind, mark })),
    ),
  };
};
