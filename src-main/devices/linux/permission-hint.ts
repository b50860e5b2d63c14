/** Distributions let the group "video" open cameras, and whoever sits at the machine. */
export const PERMISSION_HINT = 'Run: sudo usermod -aG video "$USER", then log out and in again.';
