package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches one author for many changes at once.
 *
 * <p>Changes are counted at the end of their tick, in the order of their time, so it makes no
 * difference in which order those of a tick arrive, or whether one arrives twice. What is kept are
 * the changes of the last two minutes, and of a burst the sums.
 */
public final class BurstWatch {

  /** Nothing is left to do. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Comparator<Touch> ORDER =
      Comparator.comparingLong(Touch::at)
          .thenComparing(Touch::eventId)
          .thenComparing(Touch::dealId)
          .thenComparing(Touch::sequel);

  private final BurstPolicy policy;
  private final TreeMap<Long, List<Touch>> toCome = new TreeMap<>();
  private final Deque<Touch> recent = new ArrayDeque<>();
  private @Nullable Burst burst;

  /** Nothing was changed. */
  public BurstWatch(BurstPolicy policy) {
    this.policy = policy;
  }

  /** As it was stored. */
  public BurstWatch(
      BurstPolicy policy, List<Touch> toCome, List<Touch> recent, @Nullable Burst burst) {
    this.policy = policy;
    toCome.forEach(this::take);
    this.recent.addAll(recent);
    this.burst = burst;
  }

  /** Changes of it do not reach this one. */
  public BurstWatch copy() {
    return new BurstWatch(policy, toCome(), recent(), burst == null ? null : burst.copy());
  }

  /** Takes in a change, to count at its moment. */
  public void take(Touch touch) {
    toCome.computeIfAbsent(touch.moment(), moment -> new ArrayList<>()).add(touch);
  }

  /**
   * Counts all that has come up to a moment.
   *
   * @param first when the company's first deal event of all was recorded
   * @param open how many deals are open in which unit
   */
  public List<BurstStep> advance(long to, long first, OpenDeals open, Horizon horizon) {
    List<BurstStep> steps = new ArrayList<>();
    for (long next = wakeAt(); next <= to && next != NEVER; next = wakeAt()) {
      List<Touch> touches = toCome.remove(next);
      if (touches != null) {
        touches.replaceAll(touch -> touch.counted(open));
        touches.sort(ORDER);
        count(touches, next, first, horizon, steps);
      }
      if (burst != null && burst.advance(next, policy, horizon, steps)) {
        burst = null;
      }
      if (burst == null) {
        forgetBefore(next - policy.within());
      }
    }
    return steps;
  }

  private void count(
      List<Touch> touches, long at, long first, Horizon horizon, List<BurstStep> steps) {
    boolean wasOpen = burst != null;
    boolean spread = false;
    for (Touch touch : touches) {
      if (burst != null) {
        spread |= burst.add(touch);
      } else {
        recent.add(touch);
        forgetBefore(touch.at() - policy.within());
        boolean many = isMany();
        UnitShare share = many ? null : manyOfUnit();
        if (many || share != null) {
          burst = open(at, first, share);
        }
      }
    }
    Burst open = burst;
    if (open != null && !wasOpen) {
      steps.add(open.told(BurstStep.Kind.OPENED, at, horizon));
    } else if (open != null && spread && open.spreads()) {
      steps.add(new BurstStep(BurstStep.Kind.SPREAD, at, open.facts(at, horizon)));
    }
  }

  private boolean isMany() {
    if (recent.size() <= policy.mostDeals()) {
      return false;
    }
    Set<String> deals = new HashSet<>();
    for (Touch touch : recent) {
      if (!touch.sequel()) {
        deals.add(touch.dealId());
      }
    }
    return deals.size() > policy.mostDeals();
  }

  /** The largest share that it is of a unit, the nearest of those alike; null: not much of any. */
  private @Nullable UnitShare manyOfUnit() {
    if (recent.size() <= policy.leastOfUnit()) {
      return null;
    }
    Map<Scope, Set<String>> deals = new HashMap<>();
    Map<Scope, UnitShare> shares = new LinkedHashMap<>();
    for (Touch touch : recent) {
      for (Touch.DealUnit of : touch.units()) {
        Set<String> ofUnit = deals.computeIfAbsent(of.unit(), unit -> new HashSet<>());
        ofUnit.add(touch.dealId());
        UnitShare known = shares.get(of.unit());
        int openDeals = known == null ? 0 : known.openDeals();
        shares.put(
            of.unit(),
            new UnitShare(
                of.unit(), of.name(), ofUnit.size(), Math.max(openDeals, of.openDeals())));
      }
    }
    return shares.values().stream()
        .filter(share -> share.isMany(policy))
        .max(UnitShare.SIZE)
        .orElse(null);
  }

  private Burst open(long at, long first, @Nullable UnitShare share) {
    Touch earliest = recent.stream().filter(touch -> !touch.sequel()).findFirst().orElseThrow();
    Burst opened = new Burst(earliest.author(), cause(earliest, first), earliest.at(), at);
    if (share != null) {
      opened.restore(share, Set.of());
    }
    recent.forEach(opened::add);
    recent.clear();
    return opened;
  }

  private static Suppression cause(Touch earliest, long first) {
    if (!earliest.author().isImport()) {
      return Suppression.BULK_EDIT;
    }
    return earliest.at() <= first ? Suppression.BOOTSTRAP : Suppression.BACKFILL;
  }

  private void forgetBefore(long moment) {
    while (!recent.isEmpty() && recent.element().at() < moment) {
      recent.remove();
    }
  }

  /** When there is something to do again. */
  public long wakeAt() {
    long wakeAt = toCome.isEmpty() ? NEVER : toCome.firstKey();
    if (burst != null) {
      return Math.min(wakeAt, burst.nextMoment(policy));
    }
    return recent.isEmpty()
        ? wakeAt
        : Math.min(wakeAt, recent.getLast().at() + policy.within() + 1);
  }

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return toCome.isEmpty() && recent.isEmpty() && burst == null;
  }

  /** The changes that wait for their moment. */
  public List<Touch> toCome() {
    return toCome.values().stream().flatMap(List::stream).toList();
  }

  /** The changes of the last minutes, unless they are a burst. */
  public List<Touch> recent() {
    return List.copyOf(recent);
  }

  /** The burst that is not over; null: there is none. */
  public @Nullable Burst burst() {
    return burst;
  }
}
