package io.pipelinemonitor.local.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The newest messages, as many as there is room for; any thread may ask. */
final class KeptMessages {

  /** Together; some ten thousand messages as they are usually. */
  private static final long MOST_CHARACTERS = 50_000_000;

  private final int most;
  private final Deque<OutboxMessage> kept = new ArrayDeque<>();
  private long characters;
  private long last;

  KeptMessages(int most) {
    this.most = most;
  }

  /** Keeps what has the next number. */
  synchronized void keep(LongFunction<OutboxMessage> numbered) {
    OutboxMessage message = numbered.apply(++last);
    kept.addLast(message);
    characters += message.characters();
    while (kept.size() > most || characters > MOST_CHARACTERS && kept.size() > 1) {
      characters -= kept.removeFirst().characters();
    }
  }

  /** Those with a higher number, in order. */
  synchronized List<OutboxMessage> after(long number) {
    return kept.stream().filter(message -> message.number() > number).toList();
  }

  synchronized Optional<OutboxMessage> of(long number) {
    return kept.stream().filter(message -> message.number() == number).findFirst();
  }

  /** Of the conversation in which a message is; 0: no message that is kept is called so. */
  synchronized long conversationOf(@Nullable String reference) {
    return kept.stream()
        .filter(message -> message.reference().equals(reference))
        .mapToLong(OutboxMessage::conversation)
        .findFirst()
        .orElse(0);
  }

  /** How many there were, kept or not. */
  synchronized long count() {
    return last;
  }
}
