//! How jobs are handed out.

use std::{
    collections::BTreeMap,
    error::Error as _,
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::{Instant, sleep, timeout};
use tower::{ServiceBuilder, service_fn};
use whatsapp_webhook::{
    WebhookEvent,
    inbox::{Failure, Inbox, Job, MemoryQueue, Queue, Retries},
};

use super::{
    Log,
    model::{Call, Fault, Model},
    notification, push, run,
};

#[tokio::test(start_paused = true)]
async fn a_conversation_is_handled_in_order_and_others_meanwhile() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "a"), ("2", "b"), ("1", "c"), ("1", "d"), ("2", "e")]).await;
    let (log, start) = (Log::default(), Instant::now());
    let times = Arc::new(Mutex::new(BTreeMap::new()));
    let handle = {
        let (log, times) = (log.clone(), Arc::clone(&times));
        move |job: Job| {
            let (log, times) = (log.clone(), Arc::clone(&times));
            async move {
                log.note(&job);
                sleep(Duration::from_secs(1)).await;
                times
                    .lock()
                    .unwrap()
                    .insert(job.update().id().unwrap().to_owned(), start.elapsed().as_secs());
                Ok(())
            }
        }
    };
    run(&inbox, 10, handle).await.unwrap();
    let times: Vec<_> = times.lock().unwrap().clone().into_iter().collect();
    assert_eq!(
        times,
        [("a", 1), ("b", 1), ("c", 2), ("d", 3), ("e", 2)].map(|(id, time)| (id.to_owned(), time))
    );
    assert_eq!(inbox.depth().await.unwrap().waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn no_more_jobs_run_at_once_than_was_asked_for() {
    let inbox = Inbox::new(Model::new());
    let senders: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    push(&inbox, &senders.iter().map(|from| (from.as_str(), from.as_str())).collect::<Vec<_>>()).await;
    let now_and_most = Arc::new(Mutex::new((0, 0)));
    let handle = {
        let count = Arc::clone(&now_and_most);
        move |_: Job| {
            let count = Arc::clone(&count);
            async move {
                {
                    let (now, most) = &mut *count.lock().unwrap();
                    *now += 1;
                    *most = (*most).max(*now);
                }
                sleep(Duration::from_millis(100)).await;
                count.lock().unwrap().0 -= 1;
                Ok::<(), Failure>(())
            }
        }
    };
    let worker = inbox.worker(service_fn(handle)).with_concurrency(8);
    worker.run_until(sleep(Duration::from_secs(5))).await.unwrap();
    assert_eq!(*now_and_most.lock().unwrap(), (0, 8));
    assert_eq!(inbox.depth().await.unwrap().waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_holds_its_lane_until_it_succeeds() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "a"), ("1", "b"), ("2", "c")]).await;
    let log = Log::default();
    let handle = {
        let log = log.clone();
        move |job: Job| {
            log.note(&job);
            async move {
                match (job.update().id(), job.attempt()) {
                    (Some("a"), 1) => Err(Failure::retry_in(Duration::from_secs(3), "busy")),
                    (Some("a"), 2) => panic!("a test"),
                    _ => Ok(()),
                }
            }
        }
    };
    let running = tokio::spawn({
        let inbox = inbox.clone();
        async move { run(&inbox, 30, handle).await }
    });
    sleep(Duration::from_secs(1)).await;
    let depth = inbox.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.retrying, depth.dead), (2, 1, 0));
    push(&inbox, &[("1", "d")]).await; // does not shorten the pause
    running.await.unwrap().unwrap();
    let expected = [("a", 1), ("c", 1), ("a", 2), ("a", 3), ("b", 1), ("d", 1)];
    assert_eq!(*log.0.lock().unwrap(), expected.map(|(id, attempt)| (id.to_owned(), attempt)));
}

#[tokio::test(start_paused = true)]
async fn what_never_succeeds_is_buried_and_its_lane_goes_on() {
    let inbox = Inbox::new(Model::new());
    push(
        &inbox,
        &[("1", "fails"), ("1", "b"), ("2", "hopeless"), ("2", "c"), ("3", "panics"), ("4", "hangs")],
    )
    .await;
    let payloads: Vec<_> =
        notification(&[("1", "fails"), ("2", "hopeless"), ("3", "panics"), ("4", "hangs")])
            .updates()
            .map(|update| update.record())
            .collect();
    let log = Log::default();
    let handle = {
        let log = log.clone();
        move |job: Job| {
            log.note(&job);
            async move {
                match job.update().id() {
                    Some("fails") => Err("the shop is closed".into()),
                    Some("hopeless") => Err(Failure::bury("no such order").into()),
                    Some("panics") => panic!("a test"),
                    Some("hangs") => pending().await,
                    _ => Ok::<(), Box<dyn std::error::Error + Send + Sync>>(()),
                }
            }
        }
    };
    // A layer that boxes the error does not hide what it is.
    let handler = ServiceBuilder::new().load_shed().service(service_fn(handle));
    let retries = Retries::new().with_attempts(3);
    let worker = inbox.worker(handler).with_retries(retries).with_timeout(Duration::from_secs(60));
    worker.run_until(sleep(Duration::from_secs(300))).await.unwrap();

    let mut dead = inbox.dead(None, 10).await.unwrap();
    dead.sort_by_key(|dead| dead.id);
    let found: Vec<_> = dead.iter().map(|dead| (dead.attempt, dead.error.as_str())).collect();
    let expected = [
        (3, "the shop is closed"),
        (1, "no such order"),
        (3, "the handler panicked"),
        (3, "the handler took longer than its timeout"),
    ];
    assert_eq!(found, expected);
    assert_eq!(dead.iter().map(|dead| dead.record.clone()).collect::<Vec<_>>(), payloads);
    let ids = log.ids();
    assert!(ids.contains(&"b".to_owned()) && ids.contains(&"c".to_owned()), "{ids:?}");

    // One is handled after all, and one is deleted.
    assert_eq!(inbox.put_back(&[dead[0].id, 4711]).await.unwrap(), 1);
    assert_eq!(inbox.purge(&[dead[1].id]).await.unwrap(), 1);
    assert_eq!(inbox.dead(Some(dead[1].id), 10).await.unwrap().len(), 2);
    let log = Log::default();
    run(&inbox, 1, log.handler()).await.unwrap();
    assert_eq!(*log.0.lock().unwrap(), [("fails".to_owned(), 1)]);
    push(&inbox, &[("1", "fails")]).await;
    assert_eq!(inbox.depth().await.unwrap().waiting, 0, "its key is still known");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_ends_its_process_is_buried_and_no_innocent_with_it() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "poison"), ("1", "b"), ("1", "c")]).await;
    let log = Log::default();
    for _ in 0..6 {
        let log = log.clone();
        let handle = move |job: Job| {
            log.note(&job);
            async move {
                if job.update().id() == Some("poison") { pending().await } else { Ok::<(), Failure>(()) }
            }
        };
        let retries = Retries::new().with_attempts(3);
        let worker = inbox.worker(service_fn(handle)).with_retries(retries).run_until(pending());
        let _ = timeout(Duration::from_secs(20), worker).await; // the process is killed
    }
    let poison = ("poison".to_owned(), 1);
    let runs: Vec<_> = log.0.lock().unwrap().iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(log.0.lock().unwrap()[0], poison);
    assert_eq!(runs, ["poison", "poison", "poison", "b", "c"]);
    let dead = inbox.dead(None, 10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert!(dead[0].error.starts_with("the process ended"), "{}", dead[0].error);
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_renewed_as_long_as_its_job_runs() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "a")]).await;
    let log = Log::default();
    let handle = {
        let log = log.clone();
        move |job: Job| {
            log.note(&job);
            async {
                sleep(Duration::from_secs(200)).await;
                Ok(())
            }
        }
    };
    let other = tokio::spawn({
        let (inbox, handle) = (inbox.clone(), handle.clone());
        async move { run(&inbox, 300, handle).await }
    });
    run(&inbox, 300, handle).await.unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(log.ids(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_dropped_before_its_lane_can_be_anothers() {
    let model = Model::new();
    let inbox = Inbox::new(model.clone());
    push(&inbox, &[("1", "a")]).await;
    let running = Arc::new(Mutex::new((0, 0)));
    let handle = {
        let running = Arc::clone(&running);
        move |_: Job| {
            let running = Arc::clone(&running);
            async move {
                struct Guard(Arc<Mutex<(i32, i32)>>);
                impl Drop for Guard {
                    fn drop(&mut self) {
                        self.0.lock().unwrap().0 -= 1;
                    }
                }
                {
                    let (now, most) = &mut *running.lock().unwrap();
                    *now += 1;
                    *most = (*most).max(*now);
                }
                let _guard = Guard(Arc::clone(&running));
                sleep(Duration::from_secs(60)).await;
                Ok(())
            }
        }
    };
    model.set_faults(|call| (call == Call::Renew).then_some(Fault::FailsBefore));
    for seconds in 1..=100 {
        if seconds == 60 {
            model.set_faults(|_| None);
        }
        if seconds == 1 {
            for _ in 0..3 {
                let (inbox, handle) = (inbox.clone(), handle.clone());
                tokio::spawn(async move { run(&inbox, 1000, handle).await });
            }
        }
        sleep(Duration::from_secs(1)).await;
    }
    sleep(Duration::from_secs(60)).await;
    assert_eq!(*running.lock().unwrap(), (0, 1));
    assert_eq!(inbox.depth().await.unwrap().waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_cannot_be_decoded_is_buried_with_its_bytes() {
    use whatsapp_webhook::{Record, event::Lane, inbox::Append};

    let queue = MemoryQueue::new();
    let records = [
        Record::new(None, Lane::from_bits(1), "not JSON"),
        Record::new(None, Lane::from_bits(1), r#"{"messages":[]}"#),
    ];
    queue.append(Append::new(&records)).await.unwrap();
    let inbox = Inbox::new(queue);
    run(&inbox, 1, |_| async { Ok(()) }).await.unwrap();
    let dead = inbox.dead(None, 10).await.unwrap();
    assert_eq!(
        dead.iter().map(|dead| &dead.record.payload[..]).collect::<Vec<_>>(),
        [&b"not JSON"[..], br#"{"messages":[]}"#]
    );
    assert!(WebhookEvent::from_bytes(dead[0].record.payload.clone()).is_err());
}

#[tokio::test(start_paused = true)]
async fn the_longest_times_are_as_good_as_for_ever() {
    use whatsapp_webhook::dedup::{Dedup, MemoryClaims};

    let inbox = Inbox::new(MemoryQueue::new()).with_ack_deadline(Duration::MAX).with_drain(Duration::MAX);
    push(&inbox, &[("1", "a"), ("2", "b")]).await;
    let handler = service_fn(|job: Job| async move {
        if job.update().id() == Some("a") && job.attempt() == 1 {
            Err(Failure::retry_in(Duration::MAX, "busy"))
        } else {
            Ok(())
        }
    });
    let retries = Retries::new().with_pauses(Duration::MAX, Duration::MAX);
    let worker =
        inbox.worker(handler).with_timeout(Duration::MAX).with_lease(Duration::MAX).with_retries(retries);
    assert!(timeout(Duration::from_secs(60), worker.run_until(sleep(Duration::from_secs(1)))).await.is_err());
    let depth = inbox.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.retrying), (1, 1));

    let dedup = Dedup::new(MemoryClaims::new()).with_lease(Duration::MAX).with_retention(Duration::MAX);
    let event = notification(&[("1", "a")]);
    let mut batch = dedup.with_store_deadline(Duration::MAX).claim(&event).await.unwrap();
    batch.updates().for_each(|claimed| claimed.done());
    assert_eq!(batch.settle().await.status(), 200);
}

#[tokio::test(start_paused = true)]
async fn many_conversations_are_handed_out_in_linear_time() {
    let time = |count: u64| async move {
        use whatsapp_webhook::{Record, event::Lane, inbox::Append};

        let queue = MemoryQueue::with_most_bytes(usize::MAX);
        let payload = notification(&[("1", "a")]).raw().clone();
        let records: Vec<Record> =
            (0..count).map(|lane| Record::new(None, Lane::from_bits(lane), payload.clone())).collect();
        queue.append(Append::new(&records)).await.unwrap();
        let start = std::time::Instant::now();
        let inbox = Inbox::new(queue);
        inbox.worker(service_fn(|_: Job| async { Ok::<(), Failure>(()) })).run_until(async {}).await.unwrap();
        start.elapsed()
    };
    let (few, many) = (time(2_000).await, time(40_000).await);
    println!("handed out: 2,000 conversations in {few:?}, 40,000 in {many:?}");
    assert!(many < few * 80 + Duration::from_millis(100), "{few:?} and {many:?}");
}

#[tokio::test(start_paused = true)]
async fn a_lease_of_no_time_is_renewed_all_the_same() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "a")]).await;
    let handler = service_fn(|_: Job| async {
        sleep(Duration::from_secs(1)).await;
        Ok::<(), Failure>(())
    });
    inbox.worker(handler).with_lease(Duration::ZERO).run_until(sleep(Duration::from_secs(2))).await.unwrap();
    assert_eq!(inbox.depth().await.unwrap().waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn old_keys_are_forgotten_once_an_hour() {
    let model = Model::faulty(|call| (call == Call::ForgetKeys).then_some(Fault::FailsBefore));
    run(&Inbox::new(model.clone()), 3 * 60 * 60 + 60, Log::default().handler()).await.unwrap();
    let eight_days = Duration::from_secs(8 * 24 * 60 * 60);
    assert_eq!(*model.forgotten.lock().unwrap(), [eight_days; 3]);
}

#[tokio::test(start_paused = true)]
async fn lanes_that_end_during_a_settlement_are_settled_together() {
    let model = Model::faulty(|call| (call == Call::Settle).then_some(Fault::Takes(100)));
    let inbox = Inbox::new(model.clone());
    let senders: Vec<String> = (0..64).map(|number| number.to_string()).collect();
    push(&inbox, &senders.iter().map(|from| (from.as_str(), from.as_str())).collect::<Vec<_>>()).await;
    run(&inbox, 2, Log::default().handler()).await.unwrap();
    let settlements = model.settlements.lock().unwrap().clone();
    assert_eq!(settlements.iter().sum::<usize>(), 64);
    assert!(settlements.len() <= 3, "{settlements:?}");
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_panics_once_is_asked_again() {
    let model = Model::new();
    let inbox = Inbox::new(model.clone());
    let panics_at = |panicking: Call| {
        let mut has_panicked = false;
        move |call| {
            (call == panicking && !std::mem::replace(&mut has_panicked, true)).then_some(Fault::Panics)
        }
    };
    model.set_faults(panics_at(Call::Append));
    let error = inbox.push(&notification(&[("1", "a")])).await.unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "the queue panicked");
    push(&inbox, &[("1", "a")]).await;
    model.set_faults(panics_at(Call::Settle));
    let log = Log::default();
    run(&inbox, 10, log.handler()).await.unwrap();
    assert_eq!((log.ids(), inbox.depth().await.unwrap().waiting), (vec!["a".to_owned()], 0));
}
