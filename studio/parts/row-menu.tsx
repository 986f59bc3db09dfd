import { ActionIcon, Menu } from '@mantine/core';

import { useWords } from '../words/language.tsx';
import { Icon, icons } from './icon.tsx';
import { partWords } from './text/part-words.ts';

/** One thing that can be done with a row. */
export type RowAct = {
  readonly key: string;
  readonly label: string;
  readonly isDangerous?: boolean;
  readonly act: () => void;
};

/** What can be done with a row, behind a button; nothing where nothing can be. */
export const RowMenu = ({ name, acts }: { name: string; acts: readonly RowAct[] }) => {
  const words = useWords(partWords);
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={words.moreOf(name)}>
          <Icon path={icons.dots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ key, label, isDangerous, act }) => (
          <Menu.Item key={key} onClick={act} {...(isDangerous === true ? { color: 'red' } : {})}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
