/** The job type behind POST /jobs: answers the last message of a conversation. */
@NullMarked
package dev.windlass.examples.demo.chat;

import org.jspecify.annotations.NullMarked;
