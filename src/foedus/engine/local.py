"""The engine of one machine: a pool of fresh processes for text stages, plain calls for relational ones.

A document at which a stage fails, or at which the operating system kills the worker, becomes a Reject: the part that
holds it is cut in halves until the document stands alone. The run goes on.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from foedus.engine.arrow import from_batch, schema_of, to_batch
from foedus.engine.cache import content_key, fingerprint, read_notes, read_parquet, write_parquet
from foedus.engine.contract import Dataset, Mapped, Part, Progress
from foedus.engine.heap import spare_the_collector
from foedus.engine.stages import RecordRelation, TextStage
from foedus.errors import EngineError, FoedusError
from foedus.records import Reject
from foedus.resources.layers import layers, use_layers

NOT_OF_A_DOCUMENT = (FoedusError, ImportError, SyntaxError)  # a wrong resource or installation stops the run
NO_CHANCE = 8  # documents that do not fail all together by chance
Work = Callable[[Any], Any]


class Lost(NamedTuple):
    """A task whose worker died of it."""

    task: Any


class LocalEngine:
    """Runs stages here with `jobs` processes; results are kept below `folder`, one file a part.

    Fewer than `least` tasks are done without starting any process.
    """

    def __init__(self, folder: Path, *, jobs: int = 1, least: int = 2, progress: Progress | None = None) -> None:
        self.folder, self.jobs, self.least = folder, max(1, jobs), least
        self.progress = progress or (lambda done, total: None)

    def map(self, stage: TextStage, data: Dataset, /) -> Iterator[Mapped]:
        """Run a text stage over every part and yield each as soon as it is there; finished parts are not run again."""
        tasks = [_Task(stage, part, self.made(stage, part)) for part in data.parts]
        waiting = [t for t in tasks if not t.made.path.exists()]
        done = len(tasks) - len(waiting)
        for task in tasks:
            if task.made.path.exists():
                yield Mapped(task.source, task.made, _rejects(task.made.path), True)
        for task, outcome in self.each(_run_part, waiting):
            if isinstance(outcome, Lost):
                _run_piecewise(task, self.each)
            done += 1
            self.progress(done, len(tasks))
            yield Mapped(task.source, task.made, _rejects(task.made.path), False)

    def relate(self, relation: RecordRelation, /, *inputs: Sequence[msgspec.Struct], key: str) -> list[Any]:
        """Run a relational stage, or read what an equal run left; `key` names inputs and parameters.

        The result is always read back from its file, so that a first run and a repeated one give equal values.
        """
        path = self.related(relation, key)
        if not path.exists():
            made = to_batch(relation.writes, relation.function(*inputs))
            write_parquet(path, [made], made.schema)
        return from_batch(relation.writes, read_parquet(path))

    def related(self, relation: RecordRelation, key: str) -> Path:
        """Return the file that a relational stage makes, or once made, of the inputs with this key."""
        name = content_key(relation.name, relation.version, fingerprint(*relation.depends), key)
        return self.folder / relation.name / f"{name}.parquet"

    def each(self, work: Work, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (task, result) in the order of completion, or (task, Lost) for one that killed its worker."""
        queue = list(tasks)
        if self.jobs == 1 or len(queue) < self.least:
            yield from ((task, work(task)) for task in queue)
        else:
            yield from _in_pool(work, queue, self.jobs)

    def alone(self, work: Work, task: Any) -> Any:
        """Run one task in a process of its own; return its result, or Lost if it killed the process."""
        return _alone(work, task)

    def made(self, stage: TextStage, part: Part) -> Part:
        """Return the part that a stage makes, or once made, from a part."""
        key = content_key(stage.name, stage.version, fingerprint(*stage.depends), part.key, part.group)
        return Part(key, self.folder / stage.name / f"{key}.parquet")


class _Task(NamedTuple):
    stage: TextStage
    source: Part
    made: Part


def _run_part(task: _Task) -> None:
    """Run a stage over a part; where the whole fails, document by document."""
    batch = _batch(task.source)
    notes: list[object] = []
    try:
        made = [task.stage(batch)]
    except NOT_OF_A_DOCUMENT:
        raise
    except Exception:
        made = [b for i in range(batch.num_rows) if (b := _run_row(task.stage, batch.slice(i, 1), notes)) is not None]
        _check_share(task.stage, notes, batch.num_rows)
    write_parquet(task.made.path, made, schema_of(task.stage.writes), notes=notes)


def _check_share(stage: TextStage, notes: list[Any], documents: int) -> None:
    """Stop the run when every document of a part of some size fails: then it is not the documents' fault."""
    if len(notes) == documents >= NO_CHANCE:
        raise EngineError(
            f"the stage '{stage.name}' fails on every one of {documents} documents ({notes[0]['detail']}): this is a "
            "fault of foedus or of its word lists, not of the documents. What was made before is kept."
        )


def _batch(part: Part) -> pa.RecordBatch:
    table = read_parquet(part.path, part.group).combine_chunks()
    return (table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)])[0]


def _run_row(stage: TextStage, row: pa.RecordBatch, notes: list[object]) -> pa.RecordBatch | None:
    try:
        return stage(row)
    except NOT_OF_A_DOCUMENT:
        raise
    except Exception as error:
        notes.append(_reject(stage, row, "stage_failed", f"{type(error).__name__}: {error}"[:300]))
        return None


def _reject(stage: TextStage, row: pa.RecordBatch, reason: str, detail: str) -> dict[str, Any]:
    (record,) = from_batch(stage.reads, row)
    path, digest = getattr(record, "path", ""), getattr(record, "sha256", None)
    reject = Reject(path=path, stage=stage.name, reason=reason, detail=detail, sha256=digest)
    return dict(msgspec.to_builtins(reject))


def _rejects(path: Path) -> tuple[Reject, ...]:
    return tuple(msgspec.convert(note, Reject) for note in read_notes(path))


class _Rows(NamedTuple):
    task: _Task
    rows: tuple[int, ...]


def _run_rows(piece: _Rows) -> tuple[pa.RecordBatch, list[object]]:
    batch = _batch(piece.task.source)
    notes: list[object] = []
    made: list[pa.RecordBatch] = []
    for row in piece.rows:
        result = _run_row(piece.task.stage, batch.slice(row, 1), notes)
        made.extend([result] if result is not None else [])
    table = pa.Table.from_batches(made, schema=schema_of(piece.task.stage.writes)).combine_chunks()
    return (table.to_batches() or [to_batch(piece.task.stage.writes, [])])[0], notes


def _run_piecewise(task: _Task, each: Any) -> None:
    """Find the rows of a part that kill a worker, by halves, each half in a process of its own."""
    batch = _batch(task.source)
    waiting = deque([tuple(range(batch.num_rows))])
    made: dict[int, pa.RecordBatch] = {}
    notes: list[object] = []
    while waiting:
        rows = waiting.popleft()
        result = _alone(_run_rows, _Rows(task, rows))
        if not isinstance(result, Lost):
            made[rows[0]] = result[0]
            notes.extend(result[1])
        elif len(rows) > 1:
            waiting.extend((rows[: len(rows) // 2], rows[len(rows) // 2 :]))
        else:
            notes.append(_reject(task.stage, batch.slice(rows[0], 1), "worker_died", "the process was killed by it"))
    write_parquet(task.made.path, [made[i] for i in sorted(made)], schema_of(task.stage.writes), notes=notes)


def _in_pool(work: Work, queue: list[Any], jobs: int) -> Iterator[tuple[Any, Any]]:
    """Run tasks side by side; when a worker dies, those that were running are tried one by one to find the culprit."""
    waiting = deque(range(len(queue)))
    while waiting:
        pool = _pool(min(jobs, len(waiting)))
        running: dict[Future[Any], int] = {}
        try:
            while (waiting or running) and _fill(pool, work, queue, waiting, running, 2 * jobs):
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    if isinstance(future.exception(), BrokenProcessPool):
                        break
                    yield queue[running.pop(future)], future.result()
                else:
                    continue
                break
            suspects = sorted(running.values())
            pool.shutdown(wait=not suspects, cancel_futures=True)
        except BaseException:
            _kill(pool)
            raise
        for number in suspects:
            yield queue[number], _alone(work, queue[number])


def _fill(
    pool: ProcessPoolExecutor,
    work: Work,
    queue: list[Any],
    waiting: deque[int],
    running: dict[Future[Any], int],
    most: int,
) -> bool:
    """Keep up to `most` tasks in the pool, so that a long queue is not pickled at once; False if it broke."""
    while waiting and len(running) < most:
        try:
            running[pool.submit(work, queue[waiting[0]])] = waiting[0]
        except BrokenProcessPool:
            return False
        waiting.popleft()
    return True


def _alone(work: Work, task: Any) -> Any:
    with _pool(1) as pool:
        try:
            return pool.submit(work, task).result()
        except BrokenProcessPool:
            return Lost(task)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(layers(),)
    )


def _start_worker(lexicons: tuple[Path, ...]) -> None:
    """Read with the parent's word lists; leave Ctrl-C to it (one message, not many); end when it does, even killed."""
    use_layers(lexicons)
    spare_the_collector()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def cores() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
