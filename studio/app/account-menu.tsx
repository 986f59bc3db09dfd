import { ActionIcon, Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';

import { Icon, icons } from '../parts/icon.tsx';
import { useNotice } from '../parts/page/notice.tsx';
import { useLanguage, useWords } from '../words/language.tsx';
import { languages } from '../words/words.ts';
import { useConnection, useMe } from './session.tsx';
import { shellWords } from './shell-words.ts';

const ownNames = { en: 'English', es: 'Español' } as const;

const SchemeControl = () => {
  const words = useWords(shellWords);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const data = [
    { value: 'light', label: words.light },
    { value: 'dark', label: words.dark },
    { value: 'auto', label: words.auto },
  ] as const;
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.scheme}
      data={[...data]}
      value={colorScheme}
      onChange={setColorScheme}
    />
  );
};

const LanguageControl = () => {
  const words = useWords(shellWords);
  const { language, choose } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.language}
      data={languages.map((value) => ({ value, label: ownNames[value] }))}
      value={language}
      onChange={choose}
    />
  );
};

/** Who is signed in, how the studio looks to them, and the way out. */
export const AccountMenu = () => {
  const words = useWords(shellWords);
  const { user } = useMe();
  const { signOut } = useConnection();
  const navigate = useNavigate();
  const { failed } = useNotice();
  const leave = async (): Promise<void> => {
    try {
      await signOut();
      await navigate({ to: '/sign-in' });
    } catch (thrown) {
      failed(thrown);
    }
  };
  return (
    <Menu position="bottom-end" width={270} withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" radius="xl" aria-label={words.account}>
          <Icon path={icons.person} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={2} px="sm" py="xs">
          <Text fw={600} size="sm">
            {user?.name}
          </Text>
          <Text c="dimmed" size="xs">
            {user === undefined ? '' : words[user.role]}
          </Text>
        </Stack>
        <Menu.Divider />
        <Stack gap="xs" px="sm" py="xs">
          <LanguageControl />
          <SchemeControl />
        </Stack>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon path={icons.person} />}
          onClick={() => void navigate({ to: '/account' })}
        >
          {words.yourAccount}
        </Menu.Item>
        <Menu.Item leftSection={<Icon path={icons.out} />} onClick={() => void leave()}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
