import { createContext, useContext } from 'react';

/** What is typed before each command for it to reach the very hub that serves this page. */
export const TypedFirst = createContext('');

/** A command as somebody can type it: for this hub, and for the tenant they look at. */
export const Typed = ({ command, tenant }: { readonly command: string; readonly tenant?: string }) => (
  <code>
    {useContext(TypedFirst)} {command}
    {tenant !== undefined && ` --tenant ${tenant}`}
  </code>
);
