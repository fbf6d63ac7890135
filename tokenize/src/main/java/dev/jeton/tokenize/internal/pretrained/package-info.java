/**
 * Folders of pretrained models as transformers reads them: configurations, and the tokenizers that
 * exist as a class there and as vocabulary files in the folder.
 */
@NullMarked
package dev.jeton.tokenize.internal.pretrained;

import org.jspecify.annotations.NullMarked;
