package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds whom a route leads to, and how they are reached. */
final class Recipients {

  private static final String ROOM = "#";

  private final Organisation organisation;
  private final Policy policy;

  Recipients(Organisation organisation, Policy policy) {
    this.organisation = organisation;
    this.policy = policy;
  }

  /**
   * Those whom a route leads to, and why those whom it names are not reached.
   *
   * @param unreached by whoever is named in the route
   */
  record Reached(Map<String, Endpoint> endpoints, Map<String, PlanReason> unreached) {}

  /** Whom the route leads to; if that is nobody, the fallback. */
  Reached of(AlertEvent event, Route route) {
    Reached reached = new Reached(new LinkedHashMap<>(), new LinkedHashMap<>());
    List<String> channels = channels(route);
    route.to().forEach(name -> add(name, event, channels, reached));
    for (String channel : channels) {
      Endpoint own = ownAddress(channel);
      if (own != null) {
        reached.endpoints.putIfAbsent(own.key(), own);
      }
    }
    if (reached.endpoints.isEmpty()) {
      addFallback(event, channels, reached);
    }
    return reached;
  }

  /** Those who are told where others cannot be. */
  List<Endpoint> fallback(AlertEvent event, Route route) {
    Reached reached = new Reached(new LinkedHashMap<>(), new LinkedHashMap<>());
    addFallback(event, channels(route), reached);
    return List.copyOf(reached.endpoints.values());
  }

  private void addFallback(AlertEvent event, List<String> channels, Reached reached) {
    policy.fallback().forEach(name -> add(name, event, channels, reached));
  }

  private List<String> channels(Route route) {
    return route.channels().isEmpty() ? policy.route().channels() : route.channels();
  }

  private void add(String name, AlertEvent event, List<String> channels, Reached reached) {
    Endpoint endpoint;
    if (name.startsWith(ROOM)) {
      endpoint = new Endpoint(name, ChannelKind.SLACK, name);
    } else if (name.indexOf('@') > 0 && !organisation.members().containsKey(name)) {
      endpoint = new Endpoint(name, ChannelKind.EMAIL, name);
    } else {
      Member member = member(name, event.scope());
      if (member == null) {
        reached.unreached.put(name, PlanReason.NOBODY_KNOWN);
        return;
      }
      endpoint = first(member, channels);
      if (endpoint == null && !hasOwnAddress(channels)) {
        reached.unreached.put(member.memberId(), PlanReason.UNREACHABLE);
      }
    }
    if (endpoint != null) {
      reached.endpoints.putIfAbsent(endpoint.key(), endpoint);
    }
  }

  private static boolean hasOwnAddress(List<String> channels) {
    return channels.stream().allMatch(channel -> ownAddress(channel) != null);
  }

  private @Nullable Member member(String name, Scope scope) {
    return switch (name) {
      case Route.OWNER -> organisation.active(scope.ownerId());
      case Route.MANAGER -> organisation.nextManager(scope.unitsAbove(), scope.ownerId());
      case Route.UNIT_MANAGER -> unitManager(scope);
      default -> organisation.active(name);
    };
  }

  private @Nullable Member unitManager(Scope scope) {
    return switch (scope.type()) {
      case REP, DEAL -> {
        List<String> units = scope.unitsAbove();
        yield units.isEmpty() ? null : organisation.manager(units.get(units.size() - 1));
      }
      case COMPANY, UNIT, SEGMENT, PRODUCT, TERRITORY, PIPELINE, SOURCE, UNKNOWN ->
          organisation.active(scope.ownerId());
    };
  }

  private static @Nullable Endpoint first(Member member, List<String> channels) {
    List<Endpoint> all = personal(member, channels);
    return all.isEmpty() ? null : all.get(0);
  }

  /** By which channels a member is reached, in order of preference: the route's, or others. */
  List<Endpoint> personal(Member member, Route route) {
    List<Endpoint> byRoute = personal(member, channels(route));
    return byRoute.isEmpty() ? personal(member, policy.route().channels()) : byRoute;
  }

  private static List<Endpoint> personal(Member member, List<String> channels) {
    return channels.stream()
        .map(ChannelKind::named)
        .map(kind -> kind == null ? null : personal(member, kind))
        .filter(endpoint -> endpoint != null)
        .toList();
  }

  private static @Nullable Endpoint personal(Member member, ChannelKind kind) {
    String address =
        switch (kind) {
          case SLACK -> member.slackUserId();
          case EMAIL -> member.email();
          case WEBHOOK, ALERTMANAGER -> null;
        };
    return address == null ? null : new Endpoint(member.memberId(), kind, address);
  }

  /** Of a channel that is a place by itself; null: it leads to each person's own. */
  private static @Nullable Endpoint ownAddress(String channel) {
    int colon = channel.indexOf(':');
    ChannelKind kind = ChannelKind.named(colon < 0 ? channel : channel.substring(0, colon));
    if (kind == null || (colon < 0 && kind != ChannelKind.ALERTMANAGER)) {
      return null;
    }
    String address = colon < 0 ? kind.label() : channel.substring(colon + 1);
    return new Endpoint(address, kind, address);
  }
}
