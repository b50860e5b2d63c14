import { VIRTUAL_CAMERA_NAME } from '../virtual-camera/virtual-camera.ts';
import { loopbackOptions } from './loopback-options.ts';

const OURS = { number: 10, name: VIRTUAL_CAMERA_NAME, hasExclusiveCaps: true };

/** Makes the virtual camera, until the machine is started again. */
export const LOAD_LOOPBACK = `sudo modprobe v4l2loopback ${loopbackOptions([OURS])}`;

/** Makes it anew; refused while a program has one of its devices open. */
export const RELOAD_LOOPBACK = `sudo modprobe -r v4l2loopback && ${LOAD_LOOPBACK}`;
