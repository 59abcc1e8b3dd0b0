package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.OpenChange;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Version 1: when the event was recorded, and what it changed if that is told. Version 2: what it
 * changed in version 2 of {@link TouchFields}, and where the deal is open from then on if that is
 * told.
 */
public final class EditNewsCodec implements Codec<EditNews> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<EditNews> type() {
    return EditNews.class;
  }

  @Override
  public int version() {
    return 2;
  }

  /** Nothing of it is ever changed. */
  @Override
  public EditNews copy(EditNews news) {
    return news;
  }

  @Override
  public void write(EditNews news, DataOutputView out) throws IOException {
    out.writeLong(news.at());
    out.writeBoolean(news.touch() != null);
    if (news.touch() != null) {
      TouchFields.write(news.touch(), out);
    }
    OpenChange open = news.open();
    out.writeBoolean(open != null);
    if (open != null) {
      TouchFields.writeScopes(open.left(), out);
      TouchFields.writeScopes(open.entered(), out);
    }
  }

  @Override
  public EditNews read(DataInputView in, int version) throws IOException {
    long at = in.readLong();
    Touch touch = in.readBoolean() ? TouchFields.read(in, version) : null;
    boolean opens = version > 1 && in.readBoolean();
    return new EditNews(
        at,
        touch,
        opens ? new OpenChange(at, TouchFields.readScopes(in), TouchFields.readScopes(in)) : null);
  }
}
