//! How a worker stops.

use std::{future::pending, time::Duration};

use tokio::time::{Instant, sleep};
use whatsapp_webhook::inbox::{Failure, Inbox, Job, MemoryQueue};

use super::{Log, model::Model, notification, push, run};

#[tokio::test(start_paused = true)]
async fn who_is_told_to_stop_begins_nothing_finishes_and_gives_back() {
    let inbox = Inbox::new(Model::new());
    push(&inbox, &[("1", "a"), ("1", "b"), ("1", "c")]).await;
    let (log, done) = (Log::default(), Log::default());
    let handle = {
        let (log, done) = (log.clone(), done.clone());
        move |job: Job| {
            let (log, done) = (log.clone(), done.clone());
            async move {
                log.note(&job);
                sleep(Duration::from_secs(4)).await;
                done.note(&job);
                Ok(())
            }
        }
    };
    let start = Instant::now();
    run(&inbox, 1, handle.clone()).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 4);
    assert_eq!((log.ids(), done.ids()), (vec!["a".to_owned()], vec!["a".to_owned()]));
    // Another one goes on at once, and no attempt was counted for what was not begun.
    let start = Instant::now();
    run(&inbox, 10, handle).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 10);
    assert_eq!(*done.0.lock().unwrap(), ["a", "b", "c"].map(|id| (id.to_owned(), 1)));
}

#[tokio::test(start_paused = true)]
async fn what_has_not_ended_when_the_time_is_over_is_dropped_and_handed_out_again() {
    let inbox = Inbox::new(Model::new()).with_drain(Duration::from_secs(5));
    push(&inbox, &[("1", "a"), ("2", "b")]).await;
    let start = Instant::now();
    let handle =
        |job: Job| async move { if job.update().id() == Some("a") { pending().await } else { Ok(()) } };
    let error = run(&inbox, 1, handle).await.unwrap_err();
    assert_eq!((error.jobs(), start.elapsed().as_secs()), (1, 6));
    assert!(error.to_string().contains("will be handed out again"), "{error}");
    let log = Log::default();
    run(&inbox, 1, log.handler()).await.unwrap();
    assert_eq!(*log.0.lock().unwrap(), [("a".to_owned(), 2)]);
}

#[tokio::test(start_paused = true)]
async fn a_queue_in_memory_is_worked_off_first_and_takes_nothing_new() {
    let inbox = Inbox::new(MemoryQueue::new());
    push(&inbox, &[("1", "a"), ("1", "b")]).await;
    let log = Log::default();
    let handle = {
        let log = log.clone();
        move |job: Job| {
            log.note(&job);
            async move {
                sleep(Duration::from_secs(2)).await;
                if job.attempt() == 1 {
                    Err(Failure::retry_in(Duration::from_secs(1), "later"))
                } else {
                    Ok(())
                }
            }
        }
    };
    let running = tokio::spawn({
        let (inbox, handle) = (inbox.clone(), handle.clone());
        async move { run(&inbox, 1, handle).await }
    });
    sleep(Duration::from_millis(1500)).await;
    assert!(inbox.push(&notification(&[("1", "c")])).await.is_err());
    running.await.unwrap().unwrap();
    assert_eq!(log.ids(), ["a", "a", "b", "b"]);
}

#[tokio::test(start_paused = true)]
async fn what_a_queue_in_memory_loses_at_its_stop_is_said() {
    let inbox = Inbox::new(MemoryQueue::new());
    push(&inbox, &[("1", "a"), ("1", "b")]).await;
    let error = run(&inbox, 1, |_| async { Err(Failure::retry_in(Duration::from_secs(600), "busy")) })
        .await
        .unwrap_err();
    assert_eq!(error.jobs(), 2);
    assert!(error.to_string().contains("are lost"), "{error}");
}
