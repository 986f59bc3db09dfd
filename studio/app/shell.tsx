import { AppShell, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

import { useWords } from '../words/language.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Nav } from './nav.tsx';
import { useMe } from './session.tsx';
import { shellWords } from './shell-words.ts';
import classes from './shell.module.css';
import { StalePage } from './stale-page.tsx';

/** Where the content of a page begins; the skip link leads there. */
const mainId = 'main';

/** Moves the focus to a page that was opened, so that a screen reader goes on there. */
const useFocusOnNewPage = (focus: () => void): void => {
  const router = useRouter();
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(
    () =>
      router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) latest.current();
      }),
    [router],
  );
};

/** The frame of all pages behind the sign-in. */
export const Shell = () => {
  const words = useWords(shellWords);
  const { workspace } = useMe();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const main = useRef<HTMLDivElement>(null);
  useFocusOnNewPage(() => main.current?.focus({ preventScroll: true }));
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className={classes['skip']} href={`#${mainId}`} onClick={() => main.current?.focus()}>
        {words.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? words.closeMenu : words.openMenu}
              aria-expanded={isOpen}
            />
            <Link to="/" className={classes['brand']} onClick={close}>
              <img src="/studio/icon.svg" alt="" width={26} height={26} />
              <span className={classes['brandName']}>{workspace.name}</span>
            </Link>
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={words.menu} p="xs">
        <ScrollArea type="auto" scrollbars="y" flex={1}>
          <Nav onGo={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main>
        <div id={mainId} ref={main} tabIndex={-1} className={classes['content']}>
          <StalePage />
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
};
