/** Chat templates: messages to the prompt text and ids that a chat model was trained on. */
@NullMarked
package dev.jeton.templates;

import org.jspecify.annotations.NullMarked;
