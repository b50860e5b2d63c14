/** Finds out what the virtual camera needs on this machine, and does it after asking. */
export const SETUP_COMMAND = 'mirage setup virtual-camera';
