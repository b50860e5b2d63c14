import { join } from 'node:path';
import { GUEST_VARIABLES } from '../events.ts';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this runs inside the guest.`);
  return value;
}

/** The checkout, as on the host. */
const ROOT = given(GUEST_VARIABLES.root);
/** Where logs and events go; what is written here stays. */
export const RESULTS = given(GUEST_VARIABLES.results);
/** Only scenarios with this in their name run; empty for all. */
export const ONLY = given(GUEST_VARIABLES.only);

/** A file of the checkout. */
export const inCheckout = (path: string): string => join(ROOT, path);
