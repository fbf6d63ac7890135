/**
 * The model catalogue, the cache of fetched models and the ways to fetch them.
 *
 * <p>Start at {@link dev.jeton.cli.models.ModelStore}. A model is a {@link
 * dev.jeton.cli.models.ModelEntry} of the {@link dev.jeton.cli.models.Catalog}: one file with a
 * known length and SHA-256, and the sources that may give it, in order. A kind of source is a
 * {@link dev.jeton.cli.models.ModelSource}.
 *
 * <pre>{@code
 * ModelStore store = ModelStore.open(Environment.system());
 * ModelEntry entry = store.catalog().require("smollm2");
 * Path file = store.fetch(entry, FetchListener.SILENT);
 * }</pre>
 *
 * <p>Nothing under its final name is ever half written: bytes go to a file that ends in {@code
 * .part}, the hash is compared, and the file is renamed.
 */
@NullMarked
package dev.jeton.cli.models;

import org.jspecify.annotations.NullMarked;
