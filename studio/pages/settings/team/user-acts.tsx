import { useMay } from '../../../app/session.tsx';
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx';
import type { RowAct } from '../../../parts/row-menu.tsx';
import { useWords } from '../../../words/language.tsx';
import { AwayDialog } from './away-dialog.tsx';
import { EditUser } from './edit-user.tsx';
import { SignInLink } from './sign-in-link.tsx';
import { teamWords } from './team-words.ts';
import { useChangeUser, type User } from './use-change-user.ts';
import { useRoles } from './use-roles.ts';

/** What is done with somebody. */
export type UserAct = {
  readonly kind: 'edit' | 'link' | 'away' | 'back' | 'deactivate' | 'activate';
  readonly user: User;
};

/** What the person may do with each user. */
export const useUserActs = (): ((user: User, onAct: (act: UserAct) => void) => readonly RowAct[]) => {
  const words = useWords(teamWords);
  const may = useMay();
  const roles = useRoles();
  return (user, onAct) => {
    if (!may('team') || !roles.includes(user.role)) return [];
    const to = (kind: UserAct['kind'], label: string, isDangerous = false): RowAct => ({
      key: kind,
      label,
      isDangerous,
      act: () => onAct({ kind, user }),
    });
    if (user.state === 'deactivated') return [to('activate', words.activate)];
    return [
      to('edit', words.edit),
      to('link', words.link),
      user.away === undefined ? to('away', words.goAway) : to('back', words.back),
      to('deactivate', words.deactivate, true),
    ];
  };
};

/** What is asked before somebody goes, comes back, or is made active again. */
const Ask = ({ act, onClose }: { act: UserAct; onClose: () => void }) => {
  const words = useWords(teamWords);
  const change = useChangeUser(act.user);
  const { name } = act.user;
  if (act.kind === 'deactivate') {
    return (
      <ConfirmDialog
        isOpen
        onClose={onClose}
        title={words.deactivateTitle(name)}
        text={words.deactivateText}
        confirm={words.deactivate}
        onConfirm={() => change.mutateAsync({ active: false })}
      />
    );
  }
  const isBack = act.kind === 'back';
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isBack ? words.back : words.activate}
      text={name}
      color="cyan"
      confirm={isBack ? words.back : words.activate}
      onConfirm={() => change.mutateAsync(isBack ? { away: null } : { active: true })}
    />
  );
};

/** The dialog of what is done with somebody. */
export const UserActDialog = ({ act, onClose }: { act: UserAct; onClose: () => void }) => {
  const { kind, user } = act;
  if (kind === 'edit') return <EditUser user={user} onClose={onClose} />;
  if (kind === 'link') return <SignInLink user={user} onClose={onClose} />;
  if (kind === 'away') return <AwayDialog user={user} onClose={onClose} />;
  return <Ask act={act} onClose={onClose} />;
};
